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
import dev.fnstore.log.StoredEvent;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Revision;
import dev.fnstore.registry.RefusedException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

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
   * @throws CopyException if it is of something else, or the log cannot be asked
   * @throws LogException if it is in use or damaged
   */
  public static BackupFolder of(Path path, BackupSource source) throws CopyException {
    LogDescription described = source.describe(); // before anything is made
    if (!DataFolder.hasLog(path)) {
      Head base = described.base();
      create(
          path,
          new LogOrigin(
              described.storeId(),
              base,
              base.equals(Head.EMPTY) ? null : source.image(base.revision())));
    }
    return open(DataFolder.open(path));
  }

  private static void create(Path path, LogOrigin origin) {
    try (DataFolder folder = DataFolder.open(path)) {
      if (!folder.holdsBackups()) {
        new BackupList(folder).create(); // first: no server ever takes what follows for its own
      }
      if (!folder.hasLog()) {
        LogDraft.of(folder, origin).publish();
      }
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
   * Copies what the folder has not yet, up to where the log ends now, and verifies all that was
   * copied since the newest backup.
   *
   * @throws CopyException if the log is not the one that the folder has a copy of, or does not hold
   */
  public Taken take(BackupSource source, Progress progress) throws CopyException {
    LogDescription described = source.describe();
    Head before = log.events().head();
    checkContinues(described, before);
    checkIsTheSame(source, described, before);
    LogCopy copy = LogCopy.into(log);
    Revision last = described.head().revision();
    try (Progress.Work copying =
        progress.begin("Copying", before.revision().number(), last.number())) {
      copy.copy(source, last, copying);
    } catch (CopyException e) {
      if (source.describe().base().revision().compareTo(described.base().revision()) > 0) {
        throw new CopyException("the log was compacted while it was copied. Back it up again.", e);
      }
      throw e;
    }
    log.flush();
    verify(copy, progress);
    Backup backup = new Backup(described.time(), last, copy.head().digest());
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

  /** That the event at which the folder ends is that of the log, by the digest of all up to it. */
  private void checkIsTheSame(BackupSource source, LogDescription described, Head end)
      throws CopyException {
    Revision revision = end.revision();
    Digest there = Digest.ZERO;
    if (revision.equals(described.base().revision())) {
      there = described.base().digest();
    } else {
      List<StoredEvent> from = source.after(new Revision(revision.number() - 1));
      if (!from.isEmpty()) {
        there = from.get(0).digest();
      }
    }
    if (!there.equals(end.digest())) {
      throw new CopyException(
          "at revision "
              + revision
              + " the log is not what its backup in "
              + folder.path()
              + " is. Keep these backups, and name another folder for new ones.");
    }
  }

  /** All table files, and what no backup has been verified of, as they are on disk now. */
  private void verify(LogCopy copy, Progress progress) throws CopyException {
    Head head = copy.head();
    Revision base = log.events().base().revision();
    Revision verified =
        newest().map(Backup::revision).filter(at -> at.compareTo(base) > 0).orElse(base);
    Verification wanted =
        new Verification(
            verified.equals(base)
                ? null
                : verified.equals(head.revision()) ? verified : verified.next(),
            null,
            head.revision().equals(Revision.ZERO)
                ? null
                : new Verification.Known(head.revision(), head.digest()));
    try (HistoryView view = new History(log, copy::image, InstantSource.system()).view();
        Progress.Work verifying =
            progress.begin("Verifying", verified.number(), head.revision().number())) {
      Verdict verdict = view.verify(wanted, verifying);
      if (!verdict.holds()) {
        throw new CopyException(
            "the backup does not hold, and is not listed: "
                + verdict.reason().orElse("it is not known why")
                + ". Name another folder for new backups.");
      }
    } catch (RefusedException e) {
      throw new CopyException("the backup cannot be verified: " + e.getMessage(), e);
    }
  }

  /** The newest backup that was finished. */
  Optional<Backup> newest() {
    List<Backup> finished = list.all();
    return finished.isEmpty() ? Optional.empty() : Optional.of(finished.get(finished.size() - 1));
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
