package dev.fnstore.cli;

import dev.fnstore.cli.source.Request;
import dev.fnstore.cli.source.Source;
import dev.fnstore.cli.source.SourceException;
import dev.fnstore.cli.text.Fields;
import dev.fnstore.cli.text.RollbackText;
import dev.fnstore.resp.Reply;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fnstore rollback}. */
@Command(
    name = "rollback",
    description = {
      "Brings libraries back as they were.",
      "FUNCTION ROLLBACK. Shows what it would do and asks; what is done is that, or nothing."
    })
final class RollbackCommand extends ChangingVerb {
  @Parameters(paramLabel = "POINT", description = "When they were as they are to be.")
  private String point = "";

  @Option(
      names = "--library",
      paramLabel = "PATTERN",
      description = "Only libraries of such a name.")
  private @Nullable String library;

  @Option(names = "--dry-run", description = "Only shows what it would do.")
  private boolean dryRun;

  @Mixin private Confirmation confirmation = new Confirmation();

  RollbackCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Source source) throws SourceException, FailedException {
    Reply plan = source.ask(request(point).flag("DRYRUN", true));
    if (dryRun || RollbackText.changesNothing(plan)) {
      print(plan, RollbackText::plan);
      return DONE;
    }
    if (output() == Output.TABLE) {
      print(plan, RollbackText::plan);
    }
    out().flush();
    confirmation.ask(surroundings());
    Fields fields = Fields.of(plan);
    Request planned = request(fields.line("to")).option("IFREVISION", fields.number("from"));
    print(source.ask(explained(planned)), RollbackText::done);
    return DONE;
  }

  private Request request(String to) {
    return Request.of("FUNCTION", "ROLLBACK", to).option("LIBRARYNAME", library);
  }
}
