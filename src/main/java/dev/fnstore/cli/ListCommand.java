package dev.fnstore.cli;

import dev.fnstore.cli.source.Request;
import dev.fnstore.cli.source.Source;
import dev.fnstore.cli.source.SourceException;
import dev.fnstore.cli.text.ListText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fnstore list}. */
@Command(
    name = "list",
    description = {"Lists libraries with their functions.", "FUNCTION LIST."})
final class ListCommand extends ReadingVerb {
  @Option(
      names = "--library",
      paramLabel = "PATTERN",
      description = "Only libraries of such a name.")
  private @Nullable String library;

  @Option(names = "--as-of", paramLabel = "POINT", description = "As it was then.")
  private @Nullable String asOf;

  @Option(names = "--code", description = "With their sources.")
  private boolean withCode;

  ListCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Source source) throws SourceException {
    print(
        source.ask(
            Request.of("FUNCTION", "LIST")
                .option("LIBRARYNAME", library)
                .flag("WITHCODE", withCode)
                .option("ASOF", asOf)),
        withCode ? ListText::withCode : ListText::print);
    return DONE;
  }
}
