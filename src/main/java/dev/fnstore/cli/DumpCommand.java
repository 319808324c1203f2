package dev.fnstore.cli;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.cli.source.Request;
import dev.fnstore.cli.source.Source;
import dev.fnstore.cli.source.SourceException;
import dev.fnstore.cli.text.DumpText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fnstore dump}. */
@Command(
    name = "dump",
    description = {
      "Dumps all libraries into a payload.",
      "FUNCTION DUMP. Every Redis from 7.0 and every Valkey restores it."
    })
final class DumpCommand extends ReadingVerb {
  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "Where to put it. Default: standard output, unless that is a terminal")
  private @Nullable Path file;

  @Option(names = "--as-of", paramLabel = "POINT", description = "The libraries as they were then.")
  private @Nullable String asOf;

  DumpCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void check() throws FailedException {
    if (file == null && (output() == Output.JSON || surroundings().terminal().isThere())) {
      throw new FailedException("a payload is no text: name a FILE to put it in.");
    }
  }

  @Override
  int run(Source source) throws SourceException, FailedException {
    Path target = file;
    Bytes payload =
        DumpText.payload(source.ask(Request.of("FUNCTION", "DUMP").option("ASOF", asOf)));
    try {
      if (target == null) {
        surroundings().out().write(payload.shared());
        surroundings().out().flush();
      } else {
        Files.write(target, payload.shared());
        print(DumpText.written(target.toString(), payload), DumpText::print);
      }
      return DONE;
    } catch (IOException e) {
      throw new FailedException(
          "the payload cannot be written to "
              + (target == null ? "standard output" : target)
              + ": "
              + e.getMessage(),
          e);
    }
  }
}
