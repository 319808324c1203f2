package dev.fnstore.cli;

import dev.fnstore.cli.source.Request;
import dev.fnstore.cli.source.Source;
import dev.fnstore.cli.source.SourceException;
import dev.fnstore.cli.text.TagText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code fnstore tag set}. */
@Command(name = "set", description = "Names a point, or gives a name to another one.")
final class TagSetCommand extends ChangingVerb {
  @Parameters(index = "0", paramLabel = "NAME", description = "Begins with a letter.")
  private String name = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "POINT",
      description = "What it names. Default: the end of the log")
  private @Nullable String point;

  TagSetCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Source source) throws SourceException {
    Request request = Request.of("FUNCTION", "TAG", "SET", name);
    if (point != null) {
      request.add(point);
    }
    print(source.ask(explained(request)), (revision, out) -> TagText.set(name, revision, out));
    return DONE;
  }
}
