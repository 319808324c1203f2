package dev.fnstore.cli;

import dev.fnstore.cli.source.Request;
import dev.fnstore.cli.source.Source;
import dev.fnstore.cli.source.SourceException;
import dev.fnstore.cli.text.TagText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code fnstore tag delete}. */
@Command(name = "delete", description = "Deletes a tag; what it named stays.")
final class TagDeleteCommand extends ChangingVerb {
  @Parameters(paramLabel = "NAME", description = "The tag.")
  private String name = "";

  TagDeleteCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Source source) throws SourceException {
    print(
        source.ask(explained(Request.of("FUNCTION", "TAG", "DELETE", name))),
        (ok, out) -> TagText.deleted(name, out));
    return DONE;
  }
}
