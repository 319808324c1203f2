package dev.fnstore.cli;

import dev.fnstore.cli.source.Request;
import dev.fnstore.cli.source.Source;
import dev.fnstore.cli.source.SourceException;
import dev.fnstore.cli.text.ShowText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fnstore show}. */
@Command(
    name = "show",
    description = {
      "Shows an event, or a library and who loaded it.",
      "FUNCTION SHOW; with sources."
    })
final class ShowCommand extends ReadingVerb {
  @Parameters(
      arity = "0..1",
      paramLabel = "POINT",
      description = "The event: a revision, or the newest at a time, an age or a tag.")
  private @Nullable String point;

  @Option(names = "--library", paramLabel = "NAME", description = "Shows this library.")
  private @Nullable String library;

  @Option(names = "--as-of", paramLabel = "POINT", description = "The library as it was then.")
  private @Nullable String asOf;

  ShowCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void check() throws FailedException {
    boolean isEvent = point != null && library == null && asOf == null;
    boolean isLibrary = point == null && library != null;
    if (!isEvent && !isLibrary) {
      throw new FailedException(
          "show takes either a POINT, or --library NAME, with --as-of POINT if it is to be as it"
              + " was then.");
    }
  }

  @Override
  int run(Source source) throws SourceException {
    Request request = Request.of("FUNCTION", "SHOW");
    if (point == null) {
      print(
          source.ask(request.option("LIBRARYNAME", library).option("ASOF", asOf)),
          ShowText::library);
    } else {
      print(source.ask(request.add(point)), ShowText::event);
    }
    return DONE;
  }
}
