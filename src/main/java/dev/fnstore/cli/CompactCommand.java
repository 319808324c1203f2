package dev.fnstore.cli;

import dev.fnstore.cli.source.Request;
import dev.fnstore.cli.source.Source;
import dev.fnstore.cli.source.SourceException;
import dev.fnstore.cli.text.CompactText;
import dev.fnstore.history.Progress;
import dev.fnstore.resp.Reply;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code fnstore compact}. */
@Command(
    name = "compact",
    description = {
      "Forgets the history before a point, for good.",
      "FUNCTION COMPACT, until all is dropped. A backup keeps what the log forgets."
    })
final class CompactCommand extends ChangingVerb {
  private static final long POLL_MS = 50;
  private static final int PERCENT = 100;

  @Parameters(paramLabel = "POINT", description = "What the log is to begin with.")
  private String point = "";

  @Mixin private Confirmation confirmation = new Confirmation();

  CompactCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Source source) throws SourceException, FailedException {
    if (output() == Output.TABLE) {
      out().println("All history before " + point + " is to be forgotten. Only a backup keeps it.");
      out().flush();
    }
    confirmation.ask(surroundings());
    Reply base = source.ask(explained(Request.of("FUNCTION", "COMPACT", point)));
    try {
      waitFor(source);
    } catch (SourceException e) {
      tell("the server goes on with it; how far it is cannot be told: " + e.getMessage());
    }
    print(base, CompactText::print);
    return DONE;
  }

  private void waitFor(Source source) throws SourceException {
    try (Progress.Work dropping = progress().begin("Dropping", 0, PERCENT)) {
      int done = 0;
      while (done < PERCENT) {
        Thread.sleep(POLL_MS);
        done = CompactText.percentDone(source.ask(Request.of("INFO", "persistence")));
        dropping.accept(done);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
