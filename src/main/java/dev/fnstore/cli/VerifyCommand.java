package dev.fnstore.cli;

import dev.fnstore.history.Verdict;
import dev.fnstore.history.Verifier;
import dev.fnstore.log.DataFolder;
import dev.fnstore.log.LogException;
import dev.fnstore.log.LogStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code fnstore verify}: checks the log of a stopped server. */
@Command(
    name = "verify",
    description = {
      "Checks that the event log of a stopped server holds together: every event, source and",
      "snapshot. Exit code 0: it does; 1: it does not; 2: it could not be read."
    },
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
  @Mixin private DataFolderOption dataFolder = new DataFolderOption();

  @Override
  public Integer call() {
    try (DataFolder folder = DataFolder.open(dataFolder.folder());
        LogStore log = LogStore.open(folder)) {
      Verdict verdict = Verifier.verify(log);
      System.out.println("revision " + verdict.head().revision());
      System.out.println("digest   " + verdict.head().digest());
      if (verdict.holds()) {
        System.out.println("The log holds.");
        return 0;
      }
      System.out.println("The log does not hold: " + verdict.reason().orElse(""));
      return 1;
    } catch (LogException e) {
      System.err.println("fnstore: " + e.getMessage());
      return 2;
    }
  }
}
