package dev.fnstore.cli;

import dev.fnstore.backup.Backup;
import dev.fnstore.backup.BackupFolder;
import dev.fnstore.backup.CopyException;
import dev.fnstore.cli.source.ServedLog;
import dev.fnstore.cli.source.Source;
import dev.fnstore.cli.text.BackupText;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code fnstore backup}. */
@Command(
    name = "backup",
    description = {
      "Copies the event log to a folder, and verifies the copy.",
      "What the folder has already is not copied again. Whatever takes --data-dir reads it;"
          + " restore-backup brings it back, as it was at any point."
    })
final class BackupCommand extends ReadingVerb {
  @Parameters(paramLabel = "DEST", description = "The folder; it is made if it is not there.")
  private Path destination = Path.of("");

  BackupCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Source source) throws CopyException {
    ServedLog log = new ServedLog(source);
    try (BackupFolder folder = BackupFolder.of(destination, log)) {
      BackupFolder.Taken taken = folder.take(log, progress());
      Backup backup = taken.backup();
      long events = backup.revision().number() - taken.before().number();
      print(
          BackupText.of(
              destination.toString(),
              events,
              backup.revision().number(),
              backup.digest().toHex(),
              backup.time().toString()),
          BackupText::print);
      return DONE;
    }
  }
}
