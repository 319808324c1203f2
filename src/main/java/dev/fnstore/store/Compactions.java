package dev.fnstore.store;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.history.History;
import dev.fnstore.history.HistoryView;
import dev.fnstore.history.Recovery;
import dev.fnstore.history.Snapshots;
import dev.fnstore.log.Direction;
import dev.fnstore.log.EventReader;
import dev.fnstore.log.Head;
import dev.fnstore.log.Index;
import dev.fnstore.log.LogException;
import dev.fnstore.log.LogStore;
import dev.fnstore.log.RevisionCursor;
import dev.fnstore.model.Change;
import dev.fnstore.model.Revision;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out, on a thread of its own, what FUNCTION COMPACT has decided: the event is committed
 * first, so that a server which dies on the way goes on when it starts again.
 */
final class Compactions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Compactions.class);
  private static final long CLOSE_TIMEOUT_SECONDS = 30;

  private final LogStore log;
  private final History history;
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "fnstore-compaction");
            thread.setDaemon(true);
            return thread;
          });

  private final AtomicInteger underWay = new AtomicInteger();
  private volatile double progress;

  Compactions(LogStore log, History history) {
    this.log = log;
    this.history = history;
  }

  /** How much of the last one is done: 1 where none is under way. For any thread. */
  double progress() {
    return underWay.get() == 0 ? 1 : progress;
  }

  /** Where the log begins or is about to, since an event says so. */
  Revision decidedBase() {
    Revision base = log.events().base().revision();
    return newest().map(Change.Compact::base).filter(next -> next.compareTo(base) > 0).orElse(base);
  }

  /** Goes on with what a server that died has left. */
  void resume() {
    Optional<Change.Compact> newest = newest();
    if (newest.isPresent() && newest.get().base().compareTo(log.events().base().revision()) > 0) {
      Change.Compact compact = newest.get();
      start(
          () -> {
            keepImage(compact.base());
            begin(compact);
          });
    } else if (log.compaction().isUnfinished()) {
      start(() -> {});
    }
  }

  private Optional<Change.Compact> newest() {
    EventReader events = log.events();
    try (RevisionCursor compacts =
        events.having(Index.KIND, Bytes.of("compact"), Direction.NEWEST_FIRST)) {
      OptionalLong found = compacts.seek(events.head().revision().number());
      return found.isEmpty()
          ? Optional.empty()
          : Optional.of(
              (Change.Compact) events.entry(new Revision(found.getAsLong())).event().change());
    }
  }

  /** The event is on disk: the log begins at its base when this returns. */
  void committed(Change.Compact compact) {
    try {
      begin(compact);
      start(() -> {});
    } catch (LogException e) {
      notDone(e);
    }
  }

  private void begin(Change.Compact compact) {
    Revision base = compact.base();
    if (base.compareTo(log.events().base().revision()) <= 0) {
      return; // what was decided later is done already
    }
    if (!log.snapshots().stored(base).digest().equals(compact.imageDigest())) {
      throw new LogException("the snapshot of revision " + base + " is not what was to be kept");
    }
    long orderTimeMs = log.events().entry(base).event().orderTimeMs();
    log.compaction().begin(new Head(base, compact.baseDigest(), orderTimeMs));
  }

  /** Nothing is lost: the log is longer than it has to be. The next start goes on. */
  private static void notDone(LogException e) {
    LOG.warn("The log was not compacted: {}", e.getMessage());
  }

  /** A log that was brought back from a backup has all events again, but not their images. */
  private void keepImage(Revision base) {
    if (!log.snapshots().has(base)) {
      try (HistoryView view = history.view()) {
        var unused = prepare(view, base);
      }
    }
  }

  private void start(Runnable begin) {
    underWay.incrementAndGet();
    worker.execute(
        () -> {
          progress = 0;
          try {
            begin.run();
            log.compaction().drop(done -> progress = done);
            LOG.info("The log begins at revision {}", log.events().base().revision());
          } catch (LogException e) {
            notDone(e);
          } finally {
            underWay.decrementAndGet();
          }
        });
  }

  /** Writes what is kept of all that lies before {@code base}; on a reader thread. */
  Change.Compact prepare(HistoryView view, Revision base) {
    Recovery.Recovered kept = view.recovered(base);
    var unused = log.snapshots().write(Snapshots.of(kept.image(), kept.head()));
    return new Change.Compact(base, kept.head().digest(), log.snapshots().digest(base));
  }

  @Override
  public void close() {
    worker.shutdown();
    try {
      if (!worker.awaitTermination(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        worker.shutdownNow(); // whatever is not dropped by then, the next start drops
        if (!worker.awaitTermination(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
          LOG.warn("The log is still being compacted");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
