package dev.fnstore.backup;

import dev.fnstore.history.History;
import dev.fnstore.history.HistoryView;
import dev.fnstore.history.Progress;
import dev.fnstore.history.Recovery;
import dev.fnstore.log.DataFolder;
import dev.fnstore.log.Head;
import dev.fnstore.log.LogDraft;
import dev.fnstore.log.LogException;
import dev.fnstore.model.Point;
import dev.fnstore.model.Revision;
import dev.fnstore.registry.RefusedException;
import dev.fnstore.registry.RegistryImage;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Brings a data folder back from backups, as it was at any point that they have. */
public final class Restoration {
  private Restoration() {}

  /**
   * Copies a backup to a data folder that has no log; on failure it still has none.
   *
   * @param to the last point that is brought back; null: all of the newest backup
   * @return where the log ends now
   * @throws CopyException if the folder has a log, or the backup does not have that point
   * @throws LogException if the folder cannot be written
   */
  public static Head restore(
      BackupFolder backups, @Nullable Point to, Path target, Progress progress)
      throws CopyException {
    Revision last = to == null ? newest(backups) : resolve(backups, to);
    try (DataFolder folder = DataFolder.open(target)) {
      if (folder.hasLog()) {
        throw new CopyException(
            folder.path() + " has an event log already. Move it away, or name another folder.");
      } else if (folder.holdsBackups()) {
        throw new CopyException(
            folder.path() + " is a folder of backups. Name another one with --data-dir.");
      }
      try (LogDraft draft = LogDraft.of(folder, backups.log().origin())) {
        LogCopy copy = LogCopy.into(draft.log());
        try (Progress.Work copying =
            progress.begin("Copying", copy.head().revision().number(), last.number())) {
          copy.copy(new StoredLog(backups.log()), last, copying);
        }
        Head head = copy.head();
        draft.publish();
        return head;
      }
    }
  }

  /** A copy that was broken off may go beyond the newest backup that was finished. */
  private static Revision newest(BackupFolder backups) throws CopyException {
    var finished = backups.backups();
    if (finished.isEmpty()) {
      throw new CopyException(
          "no backup in this folder was finished. Bring back what there is with --to REVISION.");
    }
    return finished.get(finished.size() - 1).revision();
  }

  private static Revision resolve(BackupFolder backups, Point to) throws CopyException {
    RegistryImage newest =
        Recovery.run(backups.log(), Recovery.plan(backups.log())).image(); // it knows the tags
    try (HistoryView view =
        new History(backups.log(), () -> newest, InstantSource.system()).view()) {
      return view.resolve(to);
    } catch (RefusedException e) {
      throw new CopyException(String.valueOf(e.getMessage()), e);
    }
  }
}
