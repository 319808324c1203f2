package dev.fnstore.store;

import dev.fnstore.log.EventLog;
import dev.fnstore.log.LogStore;
import dev.fnstore.model.Revision;
import java.util.Optional;

/** What a store holds and has done since its start. For any thread, but for what says otherwise. */
public final class StoreFigures {
  private final LogStore log;
  private final SnapshotTaker snapshots;
  private final Compactions compactions;
  private final CodeCache code;
  private final RunningLibraries running;

  StoreFigures(
      LogStore log,
      SnapshotTaker snapshots,
      Compactions compactions,
      CodeCache code,
      RunningLibraries running) {
    this.compactions = compactions;
    this.log = log;
    this.snapshots = snapshots;
    this.code = code;
    this.running = running;
  }

  /** The id of the event log, given when it was created. */
  public String storeId() {
    return log.storeId();
  }

  /** How many writes, each with one sync, have committed changes. */
  public long commits() {
    return log.events().commits();
  }

  /** The last of them. */
  public EventLog.Sync lastSync() {
    return log.events().lastSync();
  }

  /** The last snapshot. */
  public Optional<SnapshotWritten> lastSnapshot() {
    return snapshots.last();
  }

  /** Where the log begins; 0 unless it was compacted. */
  public Revision base() {
    return log.events().base().revision();
  }

  /** How much of the last compaction is done: 1 where none is under way. */
  public double compactionProgress() {
    return compactions.progress();
  }

  /** What the log takes on disk, in bytes. */
  public long bytesOnDisk() {
    return log.bytesOnDisk();
  }

  /** What the texts of the libraries take that are compiled now; for who runs commands. */
  public long compiledSourceBytes() {
    return code.sourceBytes();
  }

  /**
   * How many libraries have been called and run since, for who runs commands; the others cost no
   * memory for code.
   */
  public int runningCount() {
    return running.count();
  }
}
