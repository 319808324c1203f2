package dev.fnstore.cli;

import dev.fnstore.cli.source.FolderSource;
import dev.fnstore.cli.source.Request;
import dev.fnstore.cli.source.Source;
import dev.fnstore.cli.source.SourceException;
import dev.fnstore.cli.text.VerdictText;
import dev.fnstore.history.Progress;
import dev.fnstore.resp.Reply;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fnstore verify}. */
@Command(
    name = "verify",
    description = {
      "Checks that the event log holds together.",
      "FUNCTION VERIFY: every event, source and snapshot. No log can see that its own end is"
          + " gone: keep a revision and its digest elsewhere, and give them with --expect."
    },
    exitCodeList = {
      "0:it holds",
      "1:it does not hold",
      "2:it could not be read; standard error says why"
    })
final class VerifyCommand extends ReadingVerb {
  @Option(names = "--from", paramLabel = "REVISION", description = "The first to check.")
  private @Nullable Long from;

  @Option(names = "--to", paramLabel = "REVISION", description = "The last to check.")
  private @Nullable Long to;

  @Option(
      names = "--expect",
      arity = "2",
      paramLabel = "REVISION DIGEST",
      hideParamSyntax = true,
      description = "A revision and the digest that its event is known to have.")
  private String @Nullable [] expected;

  VerifyCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  Source open(Path stopped, Progress progress) throws SourceException {
    return FolderSource.toVerify(stopped, progress);
  }

  @Override
  int run(Source source) throws SourceException {
    Request request = Request.of("FUNCTION", "VERIFY").option("FROM", from).option("TO", to);
    String[] known = expected;
    if (known != null) {
      request.add("EXPECT").add(known[0]).add(known[1]);
    }
    Reply verdict = source.ask(request);
    print(verdict, VerdictText::print);
    return VerdictText.holds(verdict) ? DONE : FOUND;
  }
}
