package dev.fnstore.cli;

import dev.fnstore.cli.source.Request;
import dev.fnstore.cli.source.Source;
import dev.fnstore.cli.source.SourceException;
import dev.fnstore.cli.text.TagText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code fnstore tag list}. */
@Command(name = "list", description = "Lists all tags.")
final class TagListCommand extends Verb {
  @Mixin private ServerOptions server = new ServerOptions();

  TagListCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  Source open() throws SourceException, FailedException {
    return server.connect(surroundings());
  }

  @Override
  int run(Source source) throws SourceException {
    print(source.ask(Request.of("FUNCTION", "TAG", "LIST")), TagText::list);
    return DONE;
  }
}
