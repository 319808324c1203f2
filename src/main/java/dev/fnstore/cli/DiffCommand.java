package dev.fnstore.cli;

import dev.fnstore.cli.source.Request;
import dev.fnstore.cli.source.Source;
import dev.fnstore.cli.source.SourceException;
import dev.fnstore.cli.text.DiffText;
import dev.fnstore.cli.text.Fields;
import dev.fnstore.resp.Reply;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fnstore diff}. */
@Command(
    name = "diff",
    description = {"Tells how libraries differ between two points.", "FUNCTION DIFF."},
    exitCodeList = {
      "0:nothing differs",
      "1:something differs",
      "2:it could not be done; standard error says why"
    })
final class DiffCommand extends ReadingVerb {
  @Parameters(index = "0", paramLabel = "FROM", description = "A point.")
  private String from = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TO",
      description = "A point. Default: the end of the log")
  private @Nullable String to;

  @Option(
      names = "--library",
      paramLabel = "PATTERN",
      description = "Only libraries of such a name.")
  private @Nullable String library;

  DiffCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Source source) throws SourceException {
    String end = to == null ? newest(source) : to;
    Reply differences =
        source.ask(Request.of("FUNCTION", "DIFF", from, end).option("LIBRARYNAME", library));
    print(
        differences,
        (reply, out) -> DiffText.print(reply, out, surroundings().terminal().hasColours()));
    return Fields.items(differences).isEmpty() ? DONE : FOUND;
  }

  private static String newest(Source source) throws SourceException {
    List<Fields> last =
        Fields.each(source.ask(Request.of("FUNCTION", "LOG", "LIMIT", "1", "REVERSE")));
    return last.isEmpty() ? "0" : last.get(0).line("revision");
  }
}
