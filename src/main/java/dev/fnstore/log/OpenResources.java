package dev.fnstore.log;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was opened, of RocksDB's own memory too, and is closed in the opposite order. */
public final class OpenResources implements AutoCloseable {
  private final String what;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  /**
   * Nothing yet.
   *
   * @param what names all of it in a message
   */
  public OpenResources(String what) {
    this.what = what;
  }

  public <T extends AutoCloseable> T add(T resource) {
    opened.push(resource);
    return resource;
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        throw new LogException("cannot close " + what, e);
      }
    }
  }
}
