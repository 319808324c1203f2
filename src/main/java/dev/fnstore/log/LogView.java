package dev.fnstore.log;

/**
 * The log as it was at one moment, whatever is appended or dropped meanwhile. It keeps RocksDB from
 * throwing away what it shows: close it soon. For one thread at a time.
 */
public final class LogView implements LogReader, AutoCloseable {
  private final Database.View view;
  private final EventReader events;
  private final CodeReader code;
  private final SnapshotReader snapshots;

  LogView(Database.View view) {
    this.view = view;
    this.events = new EventReader(view);
    this.code = new CodeReader(view);
    this.snapshots = new SnapshotReader(view);
  }

  @Override
  public EventReader events() {
    return events;
  }

  @Override
  public CodeReader code() {
    return code;
  }

  @Override
  public SnapshotReader snapshots() {
    return snapshots;
  }

  @Override
  public void close() {
    view.close();
  }
}
