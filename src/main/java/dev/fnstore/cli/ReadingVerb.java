package dev.fnstore.cli;

import dev.fnstore.cli.source.FolderSource;
import dev.fnstore.cli.source.Source;
import dev.fnstore.cli.source.SourceException;
import dev.fnstore.history.Progress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A verb that changes nothing, so that the folder of a stopped server can answer it too. */
abstract class ReadingVerb extends AskingVerb {
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
    return open(stopped, progress());
  }

  Source open(Path stopped, Progress progress) throws SourceException {
    return FolderSource.toRead(stopped, progress);
  }
}
