package dev.fnstore.cli;

import dev.fnstore.backup.CopyException;
import dev.fnstore.backup.Repair;
import dev.fnstore.cli.text.BackupText;
import dev.fnstore.model.Revision;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fnstore repair}. */
@Command(
    name = "repair",
    description = {
      "Cuts the end of a damaged event log.",
      "For a log that no server opens and no backup has: what is behind a revision is given up. The"
          + " log as it was is kept beside the new one."
    })
final class RepairCommand extends Verb {
  @Option(
      names = "--truncate-after",
      required = true,
      paramLabel = "REVISION",
      description = "The last event that stays.")
  private long last;

  @Mixin private DataFolderOption data = new DataFolderOption();

  @Mixin private Confirmation confirmation = new Confirmation();

  RepairCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void check() throws FailedException {
    if (last < 0) {
      throw new FailedException("'" + last + "' is no revision: it is a number, 0, 1, 2 ...");
    }
  }

  @Override
  int run() throws CopyException, FailedException {
    Path folder = data.folder();
    if (output() == Output.TABLE) {
      out().println("The log in " + folder + " is to end at revision " + last + ".");
      out().flush();
    }
    confirmation.ask(surroundings());
    Repair.Repaired repaired = Repair.truncateAfter(folder, new Revision(last), progress());
    print(
        BackupText.repaired(
            folder.toString(),
            repaired.head().revision().number(),
            repaired.head().digest().toHex(),
            repaired.kept().toString()),
        BackupText::printRepaired);
    return DONE;
  }
}
