package dev.fnstore.backup;

import dev.fnstore.history.History;
import dev.fnstore.history.HistoryView;
import dev.fnstore.history.Progress;
import dev.fnstore.history.Verdict;
import dev.fnstore.history.Verification;
import dev.fnstore.log.DataFolder;
import dev.fnstore.log.Head;
import dev.fnstore.log.LogDraft;
import dev.fnstore.log.LogException;
import dev.fnstore.log.LogOrigin;
import dev.fnstore.log.LogStore;
import dev.fnstore.model.Revision;
import dev.fnstore.registry.RefusedException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * A folder with a copy of a log that grows with each backup. It is a data folder, so whatever reads
 * one reads it; but no server opens it. What a log has forgotten since, its backups still have.
 */
public final class BackupFolder implements AutoCloseable {
  private final DataFolder folder;
  private final BackupList list;
  private final LogStore log;

  private BackupFolder(DataFolder folder, LogStore log) {
    this.folder = folder;
    this.list = new BackupList(folder);
    this.log = log;
  }

  /**
   * What a backup has added.
   *
   * @param before where the folder ended before
   */
  public record Taken(Backup backup, Revision before) {}

  /**
   * A folder that holds backups.
   *
   * @throws CopyException if it holds none
   * @throws LogException if it is in use or damaged
   */
  public static BackupFolder open(Path path) throws CopyException {
    if (!DataFolder.hasLog(path)) {
      throw new CopyException("there are no backups in " + path + ".");
    }
    return open(DataFolder.open(path));
  }

  /**
   * The folder that a log is backed up to, created if it is not there.
   *
   * @throws CopyException if it is of something else
   * @throws LogException if it is in use or damaged
   */
  public static BackupFolder of(Path path, BackupSource source) throws CopyException {
    DataFolder folder = DataFolder.open(path);
    if (folder.hasLog()) {
      return open(folder);
    }
    try {
      if (!folder.holdsBackups()) {
        new BackupList(folder)
            .create(); // first, so that no server ever takes what follows for its own
      }
      LogDescription described = source.describe();
      Head base = described.base();
      LogOrigin origin =
          new LogOrigin(
              described.storeId(),
              base,
              base.equals(Head.EMPTY) ? null : source.image(base.revision()));
      LogDraft.of(folder, origin).publish();
      return open(folder);
    } catch (CopyException | LogException e) {
      folder.close();
      throw e;
    }
  }

  private static BackupFolder open(DataFolder folder) throws CopyException {
    try {
      if (!folder.holdsBackups()) {
        throw new CopyException(
            folder.path() + " is the data folder of a server. Name another folder for backups.");
      }
      return new BackupFolder(folder, LogStore.open(folder));
    } catch (CopyException | LogException e) {
      folder.close();
      throw e;
    }
  }

  /**
   * Copies what the folder has not yet, up to where the log ends now, and verifies it.
   *
   * @throws CopyException if the log is not the one that the folder has a copy of, or does not hold
   */
  public Taken take(BackupSource source, InstantSource clock, Progress progress)
      throws CopyException {
    LogDescription described = source.describe();
    Head before = log.events().head();
    checkContinues(described, before);
    LogCopy copy = LogCopy.into(log);
    Revision last = described.head().revision();
    try (Progress.Work copying =
        progress.begin("Copying", before.revision().number(), last.number())) {
      copy.copy(source, last, copying);
    }
    if (!copy.head().digest().equals(described.head().digest())) {
      throw another(last);
    }
    log.flush();
    verify(copy, before.revision(), progress);
    Backup backup =
        new Backup(clock.instant().truncatedTo(ChronoUnit.MILLIS), last, copy.head().digest());
    list.add(backup);
    return new Taken(backup, before.revision());
  }

  private void checkContinues(LogDescription described, Head end) throws CopyException {
    if (!described.storeId().equals(log.storeId())) {
      throw new CopyException(
          folder.path()
              + " holds backups of the log "
              + log.storeId()
              + ", this one is "
              + described.storeId()
              + ". Name another folder.");
    } else if (described.head().revision().compareTo(end.revision()) < 0) {
      throw new CopyException(
          "the log ends at revision "
              + described.head().revision()
              + ", before its backup, which ends at revision "
              + end.revision()
              + ": it has lost events, or was brought back from an older copy. Keep these backups,"
              + " and name another folder for new ones.");
    } else if (described.base().revision().compareTo(end.revision()) > 0) {
      throw new CopyException(
          "the log was compacted up to revision "
              + described.base().revision()
              + ", its backup ends before that at revision "
              + end.revision()
              + ". Name another folder for new backups.");
    }
  }

  private CopyException another(Revision revision) {
    return new CopyException(
        "at revision "
            + revision
            + " the log is not what its backup in "
            + folder.path()
            + " is. Keep these backups, and name another folder for new ones.");
  }

  /** All table files, and what was copied, as they are on disk now. */
  private void verify(LogCopy copy, Revision before, Progress progress) throws CopyException {
    Head head = copy.head();
    Revision from = before.compareTo(head.revision()) < 0 ? before.next() : before;
    Verification wanted =
        new Verification(
            from.compareTo(log.events().base().revision()) <= 0 ? null : from,
            null,
            head.revision().equals(Revision.ZERO)
                ? null
                : new Verification.Known(head.revision(), head.digest()));
    try (HistoryView view = new History(log, copy::image, InstantSource.system()).view();
        Progress.Work verifying =
            progress.begin("Verifying", from.number(), head.revision().number())) {
      Verdict verdict = view.verify(wanted, verifying);
      if (!verdict.holds()) {
        throw new CopyException(
            "the backup does not hold: "
                + verdict.reason().orElse("it is not known why")
                + " Name another folder for new backups.");
      }
    } catch (RefusedException e) {
      throw new CopyException("the backup cannot be verified: " + e.getMessage(), e);
    }
  }

  /** All backups that were finished, the oldest first. */
  public List<Backup> backups() {
    return list.all();
  }

  LogStore log() {
    return log;
  }

  @Override
  public void close() {
    log.close();
    folder.close();
  }
}
