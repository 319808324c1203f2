package dev.fnstore.server.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A sum that one thread adds to a million times a second and others now and then.
 *
 * <p>The owner, whoever runs commands, is alone in writing its part: it reads it plainly and writes
 * it opaquely, which costs as much as a plain field and is never torn or held back for good, so any
 * thread may read it. All others, event loops that answer while a script is busy, add to an atomic
 * of their own. Where ownership passes from one thread to another a lock passes with it.
 */
public final class Counter {
  private static final VarHandle OWN;

  static {
    try {
      OWN = MethodHandles.lookup().findVarHandle(Counter.class, "own", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private long own;
  private final AtomicLong others = new AtomicLong();

  /** For the owner. */
  public void add(long count) {
    OWN.setOpaque(this, own + count);
  }

  /** For any other thread. */
  public void addElsewhere(long count) {
    others.addAndGet(count);
  }

  /** As the one or the other. */
  public void add(long count, boolean elsewhere) {
    if (elsewhere) {
      addElsewhere(count);
    } else {
      add(count);
    }
  }

  /** For any thread. */
  public long sum() {
    return (long) OWN.getOpaque(this) + others.get();
  }

  /** For the owner: begins anew. */
  public void reset() {
    OWN.setOpaque(this, 0L);
    others.set(0);
  }
}
