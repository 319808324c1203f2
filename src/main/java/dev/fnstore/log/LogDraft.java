package dev.fnstore.log;

import java.io.IOException;
import java.nio.file.Path;
import org.rocksdb.RocksDBException;

/**
 * A log that is made beside its place and put there when it is whole: a crash on the way leaves no
 * half log to be opened.
 */
public final class LogDraft implements AutoCloseable {
  private final DataFolder folder;
  private final LogStore log;
  private boolean published;

  private LogDraft(DataFolder folder, LogStore log) {
    this.folder = folder;
    this.log = log;
  }

  /**
   * Begins a log for {@code folder}.
   *
   * @param origin what it has before its first event
   * @throws LogException if it cannot be created
   */
  public static LogDraft of(DataFolder folder, LogOrigin origin) {
    try {
      return new LogDraft(folder, LogStore.create(folder.newLogPath(), origin));
    } catch (IOException | RocksDBException e) {
      throw LogStore.cannotCreate(folder, e);
    }
  }

  /** The log, to be written to before it is published. */
  public LogStore log() {
    return log;
  }

  /** Closes the log and makes it that of the folder, which has none. */
  public void publish() {
    log.close();
    try {
      folder.publishNewLog();
      published = true;
    } catch (IOException e) {
      throw LogStore.cannotCreate(folder, e);
    }
  }

  /**
   * Closes the log and has it take the place of the one that is there.
   *
   * @return where that is kept
   */
  public Path replace() {
    log.close();
    try {
      Path kept = folder.replaceLog();
      published = true;
      return kept;
    } catch (IOException e) {
      throw LogStore.cannotCreate(folder, e);
    }
  }

  /** Closes the log, and throws it away if it was not published. */
  @Override
  public void close() {
    log.close();
    if (!published) {
      try {
        folder.discardNewLog();
      } catch (IOException e) {
        throw LogStore.cannotCreate(folder, e);
      }
    }
  }
}
