package dev.fnstore.log;

/**
 * The log as it was at one moment, whatever is appended or dropped meanwhile. It keeps RocksDB from
 * throwing away what it shows: close it soon. For one thread at a time.
 */
public final class LogView extends LogReads implements AutoCloseable {
  private final Database.View view;

  LogView(Database.View view) {
    super(view);
    this.view = view;
  }

  @Override
  public void close() {
    view.close();
  }
}
