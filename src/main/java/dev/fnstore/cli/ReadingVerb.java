package dev.fnstore.cli;

import dev.fnstore.cli.source.FolderSource;
import dev.fnstore.cli.source.Progress;
import dev.fnstore.cli.source.Source;
import dev.fnstore.cli.source.SourceException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A verb that changes nothing, so that the folder of a stopped server can answer it too. */
abstract class ReadingVerb extends Verb {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  @Mixin private ServerOptions server = new ServerOptions();

  @Option(
      names = "--data-dir",
      paramLabel = "FOLDER",
      description = "Reads the data folder of a stopped server and asks no server.")
  private @Nullable Path folder;

  ReadingVerb(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  final Source open() throws SourceException, FailedException {
    Path stopped = folder;
    if (stopped == null) {
      return server.connect(surroundings());
    } else if (server.areGiven()) {
      throw new FailedException("--data-dir reads a folder and --url asks a server: give one.");
    }
    return open(
        stopped,
        surroundings().terminal().isThere()
            ? new ProgressBars(System.err, PATIENCE)
            : Progress.NONE);
  }

  Source open(Path stopped, Progress progress) throws SourceException {
    return FolderSource.toRead(stopped, progress);
  }
}
