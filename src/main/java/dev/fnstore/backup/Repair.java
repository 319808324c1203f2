package dev.fnstore.backup;

import dev.fnstore.history.Progress;
import dev.fnstore.log.DamagedLog;
import dev.fnstore.log.DataFolder;
import dev.fnstore.log.Head;
import dev.fnstore.log.LogDraft;
import dev.fnstore.log.LogException;
import dev.fnstore.model.Revision;
import java.nio.file.Path;

/** Cuts the end of a damaged log, where no backup has it. */
public final class Repair {
  private Repair() {}

  /**
   * What was done.
   *
   * @param head where the log ends now
   * @param kept the log as it was
   */
  public record Repaired(Head head, Path kept) {}

  /**
   * Makes a log of all events up to {@code last} and has it take the place of the damaged one,
   * which is kept. Indexes and snapshots are made anew.
   *
   * @throws CopyException if an event up to {@code last} does not hold; nothing was changed
   * @throws LogException if nothing can be read, or the folder is in use or cannot be written
   */
  public static Repaired truncateAfter(Path path, Revision last, Progress progress)
      throws CopyException {
    if (!DataFolder.hasLog(path)) {
      throw new CopyException("there is no event log in " + path + ".");
    }
    try (DataFolder folder = DataFolder.open(path);
        DamagedLog damaged = DamagedLog.open(folder);
        LogDraft draft = LogDraft.of(folder, damaged.origin())) {
      LogCopy copy = LogCopy.into(draft.log());
      copy(copy, damaged, last, progress);
      Head head = copy.head();
      return new Repaired(head, draft.replace());
    }
  }

  private static void copy(LogCopy copy, DamagedLog damaged, Revision last, Progress progress)
      throws CopyException {
    Revision base = copy.head().revision();
    if (last.compareTo(base) < 0) {
      throw new CopyException(
          "the log begins at revision " + base + ": what lies before is compacted.");
    }
    try (Progress.Work copying = progress.begin("Copying", base.number(), last.number())) {
      copy.copy(new StoredLog(damaged), last, copying);
    } catch (CopyException e) {
      throw new CopyException(
          e.getMessage()
              + ". Nothing was changed. All events up to revision "
              + copy.head().revision()
              + " hold: fnstore repair --truncate-after "
              + copy.head().revision(),
          e);
    }
  }
}
