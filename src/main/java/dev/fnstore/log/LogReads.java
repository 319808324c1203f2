package dev.fnstore.log;

/** What can be read of a log, by reading its families. */
abstract class LogReads implements LogReader {
  private final EventReader events;
  private final CodeReader code;
  private final SnapshotReader snapshots;

  LogReads(Reads reads) {
    this.events = new EventReader(reads);
    this.code = new CodeReader(reads);
    this.snapshots = new SnapshotReader(reads);
  }

  @Override
  public final EventReader events() {
    return events;
  }

  @Override
  public final CodeReader code() {
    return code;
  }

  @Override
  public final SnapshotReader snapshots() {
    return snapshots;
  }
}
