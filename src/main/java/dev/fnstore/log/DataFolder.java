package dev.fnstore.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A data folder, owned by this process until closed.
 *
 * <pre>
 *   LOCK           held while a process uses the folder; its content is of no meaning
 *   log/           the event log, a RocksDB database
 *   keys/          the keys of the embedded keyspace, a RocksDB database of its own
 *   log.new/       an event log that was being made when its process died; thrown away
 *   log.repaired/  one that is whole and is about to take the place of log/
 *   log.before-repair-*
 *                  what a repair has found; of no meaning to us
 *   log.salvage/   what a repair was reading when its process died; thrown away
 *   cut-*          the end of a file, and what comes behind it, which was not whole; of no meaning to us
 *   BACKUPS        the folder holds backups and belongs to no server
 * </pre>
 *
 * <p>A lock of our own, since RocksDB's does not stop a read-only open beside a live writer.
 */
public final class DataFolder implements AutoCloseable {
  private static final String LOG = "log";
  private static final String REPAIRED = "log.repaired";
  private static final String BACKUPS = "BACKUPS";

  private final Path path;
  private final FileChannel lockFile;
  private final FileLock lock;

  private DataFolder(Path path, FileChannel lockFile, FileLock lock) {
    this.path = path;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /**
   * Takes the folder for this process, creating it if it is not there.
   *
   * @throws LogException if another process has it, or it cannot be written
   */
  public static DataFolder open(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    try {
      FolderSync.create(absolute);
      FileChannel lockFile =
          FileChannel.open(
              absolute.resolve("LOCK"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = tryLock(lockFile);
      if (lock == null) {
        lockFile.close();
        throw new LogException(
            "the data folder "
                + absolute
                + " is in use by another process. Stop that server first, or choose another folder"
                + " with --data-dir.");
      }
      DataFolder folder = new DataFolder(absolute, lockFile, lock);
      try {
        folder.finishRepair();
      } catch (IOException e) {
        folder.close();
        throw e;
      }
      return folder;
    } catch (IOException e) {
      throw new LogException(explain(absolute, e), e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel lockFile) throws IOException {
    try {
      return lockFile.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // this very process has it
    }
  }

  private static String explain(Path path, IOException e) {
    if (e instanceof AccessDeniedException) {
      return "the data folder "
          + path
          + " cannot be written: no permission. Make it writable for this user, or choose another"
          + " folder with --data-dir.";
    } else if (e instanceof FileAlreadyExistsException) {
      return "the data folder " + path + " is a file. Choose another folder with --data-dir.";
    }
    String reason = e instanceof FileSystemException f ? f.getReason() : null;
    return "the data folder "
        + path
        + " cannot be used: "
        + (reason != null ? reason : e.getMessage())
        + ". Make room or repair the disk, or choose another folder with --data-dir.";
  }

  /** Whether a folder has an event log; nothing of it is opened or created. */
  public static boolean hasLog(Path path) {
    return Files.isDirectory(path.resolve(LOG)) || Files.isDirectory(path.resolve(REPAIRED));
  }

  /** Whether there is an event log. */
  public boolean hasLog() {
    return hasLog(path);
  }

  /** Whether the folder holds backups, so that no server is to write to it. */
  public boolean holdsBackups() {
    return Files.exists(backupsPath());
  }

  /** Returns once the names of the files in it are on disk. */
  public void sync() {
    try {
      FolderSync.sync(path);
    } catch (IOException e) {
      throw new LogException(explain(path, e), e);
    }
  }

  /** Where it is told which backups the folder holds. */
  public Path backupsPath() {
    return path.resolve(BACKUPS);
  }

  public Path path() {
    return path;
  }

  /** Where the event log is. */
  Path logPath() {
    return path.resolve(LOG);
  }

  /** Where a new event log is made, to be renamed when it is whole. */
  Path newLogPath() throws IOException {
    return emptied("log.new");
  }

  /** Throws away a new log that is not to be published. */
  void discardNewLog() throws IOException {
    delete(path.resolve("log.new"));
  }

  /** Where a copy of a damaged event log is made, to be read. */
  Path salvagePath() throws IOException {
    return emptied("log.salvage");
  }

  private Path emptied(String name) throws IOException {
    Path folder = path.resolve(name);
    delete(folder);
    return folder;
  }

  /** Deletes a folder and what is in it, if it is there. */
  public static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        for (Path file : deepestFirst) {
          Files.delete(file);
        }
      }
    }
  }

  /** Gives a finished new log its place, durably. */
  void publishNewLog() throws IOException {
    Files.move(path.resolve("log.new"), logPath());
    FolderSync.sync(path);
  }

  /**
   * Has a finished new log take the place of the one that is there, durably.
   *
   * @return where that is kept
   */
  Path replaceLog() throws IOException {
    Path repaired = emptied(REPAIRED);
    Files.move(path.resolve("log.new"), repaired);
    FolderSync.sync(path);
    Path kept = unused("log.before-repair-");
    Files.move(logPath(), kept); // from here on finishRepair goes on if this process dies
    finishRepair();
    return kept;
  }

  private Path unused(String prefix) {
    int number = 1;
    while (Files.exists(path.resolve(prefix + number))) {
      number++;
    }
    return path.resolve(prefix + number);
  }

  /**
   * The log has left its place for one that is whole: without that a new, empty one was made. Where
   * it has not, the repair was broken off, and must not come back once that log is moved away.
   */
  private void finishRepair() throws IOException {
    Path repaired = path.resolve(REPAIRED);
    if (!Files.isDirectory(repaired)) {
      return;
    } else if (Files.exists(logPath())) {
      delete(repaired);
    } else {
      Files.move(repaired, logPath());
    }
    FolderSync.sync(path);
  }

  /** Bytes that can still be written to the folder's disk. */
  public long usableBytes() {
    try {
      return Files.getFileStore(path).getUsableSpace();
    } catch (IOException e) {
      throw new LogException("cannot ask for the free space of " + path + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try (lockFile) {
      lock.release();
    } catch (IOException e) {
      throw new LogException("cannot release the lock of " + path, e);
    }
  }
}
