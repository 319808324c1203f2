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
    Revision last = to == null ? newest(backups).revision() : resolve(backups, to);
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
  private static Backup newest(BackupFolder backups) throws CopyException {
    return backups
        .newest()
        .orElseThrow(
            () ->
                new CopyException(
                    "no backup in this folder was finished. Bring back what there is with --to"
                        + " REVISION."));
  }

  private static Revision resolve(BackupFolder backups, Point to) throws CopyException {
    InstantSource clock = InstantSource.system();
    RegistryImage newest =
        Recovery.run(backups.log(), Recovery.plan(backups.log())).image(); // it knows the tags
    checkIsCovered(backups, to, clock.millis());
    try (HistoryView view = new History(backups.log(), () -> newest, clock).view()) {
      return view.resolve(to);
    } catch (RefusedException e) {
      throw new CopyException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Of later times than that of the newest backup there may be events that it does not have. */
  private static void checkIsCovered(BackupFolder backups, Point to, long nowMs)
      throws CopyException {
    long timeMs;
    if (to instanceof Point.AtTime at) {
      timeMs = at.timeMs();
    } else if (to instanceof Point.Ago ago) {
      timeMs = nowMs - ago.ageMs();
    } else {
      return;
    }
    Backup newest = newest(backups);
    if (timeMs >= newest.time().toEpochMilli()) {
      throw new CopyException(
          "that point is not before the newest backup, of "
              + newest.time()
              + ", which does not know what came later. Name an earlier one, or revision "
              + newest.revision()
              + ".");
    }
  }
}
