package dev.fnstore.cli;

import dev.fnstore.backup.Backup;
import dev.fnstore.backup.BackupFolder;
import dev.fnstore.backup.CopyException;
import dev.fnstore.backup.Restoration;
import dev.fnstore.bytes.Bytes;
import dev.fnstore.cli.text.BackupText;
import dev.fnstore.history.PointParser;
import dev.fnstore.log.Head;
import dev.fnstore.model.Point;
import dev.fnstore.registry.RefusedException;
import dev.fnstore.resp.Reply;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fnstore restore-backup}. */
@Command(
    name = "restore-backup",
    description = {
      "Brings a data folder back from a folder of backups.",
      "The data folder must have no log: nothing is ever overwritten."
    })
final class RestoreBackupCommand extends Verb {
  @Parameters(paramLabel = "BACKUPS", description = "The folder that fnstore backup has made.")
  private Path backups = Path.of("");

  @Mixin private DataFolderOption target = new DataFolderOption();

  @Option(
      names = "--to",
      paramLabel = "POINT",
      description = "The last point that is brought back. Default: the newest backup")
  private @Nullable String to;

  @Option(names = "--list", description = "Only tells which backups there are.")
  private boolean list;

  RestoreBackupCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run() throws CopyException, FailedException {
    Point last = point();
    try (BackupFolder folder = BackupFolder.open(backups)) {
      if (list) {
        print(listed(folder), BackupText::list);
        return DONE;
      }
      Head head = Restoration.restore(folder, last, target.folder(), progress());
      print(
          BackupText.restored(
              target.folder().toString(), head.revision().number(), head.digest().toHex()),
          BackupText::printRestored);
      return DONE;
    }
  }

  private @Nullable Point point() throws FailedException {
    String text = to;
    try {
      return text == null ? null : PointParser.parse(Bytes.of(text));
    } catch (RefusedException e) {
      throw new FailedException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Reply listed(BackupFolder folder) {
    List<Reply> entries = new ArrayList<>();
    for (Backup backup : folder.backups()) {
      entries.add(
          BackupText.entry(
              backup.time().toString(), backup.revision().number(), backup.digest().toHex()));
    }
    return Reply.array(entries);
  }
}
