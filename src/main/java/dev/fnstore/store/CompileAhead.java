package dev.fnstore.store;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.engine.Engines;
import dev.fnstore.engine.LibraryCode;
import dev.fnstore.engine.ScriptEngine;
import dev.fnstore.engine.ScriptException;
import dev.fnstore.model.Digest;
import dev.fnstore.registry.LibraryHeader;
import dev.fnstore.registry.RefusedException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the libraries of a payload on a second thread, while the first one runs their top
 * levels; whichever comes to a library first compiles it. It decides nothing: where a library does
 * not compile here, the first thread compiles it again, and finds the error in its place.
 */
final class CompileAhead implements AutoCloseable {
  /** Below this a thread of its own does not pay. */
  private static final int LEAST_LIBRARIES = 32;

  /** How far it may be ahead, since compiled code takes memory. */
  private static final int MOST_AHEAD = 128;

  /** As the executor's: how deep a source may nest must not depend on who compiles it. */
  private static final long STACK_BYTES = 64L << 20;

  private static final Work TAKEN = new Work(null, null);

  /**
   * What was done ahead for one library.
   *
   * @param code null if it did not compile
   */
  record Work(@Nullable Digest digest, @Nullable LibraryCode code) {}

  private final Engines engines;
  private final List<Bytes> sources;
  private final AtomicReferenceArray<@Nullable Work> works;
  private final @Nullable Thread owner = Thread.currentThread();
  private volatile int reached;
  private volatile boolean closed;
  private final @Nullable Thread helper;

  CompileAhead(Engines engines, List<Bytes> sources) {
    this.engines = engines;
    this.sources = sources;
    this.works = new AtomicReferenceArray<>(sources.size());
    if (sources.size() >= LEAST_LIBRARIES && Runtime.getRuntime().availableProcessors() > 1) {
      Thread thread = new Thread(null, this::run, "fnstore-compile", STACK_BYTES);
      thread.setDaemon(true);
      thread.start();
      this.helper = thread;
    } else {
      this.helper = null;
    }
  }

  private void run() {
    for (int i = 0; i < sources.size() && !closed; i++) {
      while (i - reached > MOST_AHEAD && !closed) {
        LockSupport.parkNanos(this, 100_000);
      }
      if (works.get(i) == null && works.compareAndSet(i, null, TAKEN)) {
        works.set(i, work(sources.get(i)));
        if (i == reached) {
          LockSupport.unpark(owner);
        }
      }
    }
  }

  private Work work(Bytes source) {
    try {
      Digest digest = Digest.of(source);
      ScriptEngine engine = engines.named(LibraryHeader.parse(source).engine()).orElse(null);
      return new Work(digest, engine == null ? null : engine.compileLibrary(source));
    } catch (RefusedException | ScriptException | RuntimeException | Error e) {
      return new Work(null, null); // the owner meets it again, and tells
    }
  }

  /** By the owner, for each library in order: what has been done for it, or null for nothing. */
  @SuppressWarnings("ReferenceEquality") // a mark
  @Nullable Work take(int index) {
    reached = index;
    if (works.get(index) == null && works.compareAndSet(index, null, TAKEN)) {
      return null;
    }
    Work work = works.get(index);
    while (work == TAKEN) {
      LockSupport.parkNanos(this, 100_000);
      work = works.get(index);
    }
    works.set(index, TAKEN); // so that the code goes when the owner has done with it
    return work;
  }

  /** Returns once the second thread is gone. */
  @Override
  public void close() {
    closed = true;
    Thread running = helper;
    if (running != null) {
      try {
        running.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
