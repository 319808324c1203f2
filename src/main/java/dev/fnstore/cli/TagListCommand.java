package dev.fnstore.cli;

import dev.fnstore.cli.source.Request;
import dev.fnstore.cli.source.Source;
import dev.fnstore.cli.source.SourceException;
import dev.fnstore.cli.text.TagText;
import picocli.CommandLine.Command;

/** {@code fnstore tag list}. */
@Command(name = "list", description = "Lists all tags.")
final class TagListCommand extends ReadingVerb {
  TagListCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Source source) throws SourceException {
    print(source.ask(Request.of("FUNCTION", "TAG", "LIST")), TagText::list);
    return DONE;
  }
}
