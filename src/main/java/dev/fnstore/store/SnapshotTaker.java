package dev.fnstore.store;

import dev.fnstore.history.SnapshotPolicy;
import dev.fnstore.history.Snapshots;
import dev.fnstore.log.Head;
import dev.fnstore.log.LogException;
import dev.fnstore.log.SnapshotStore;
import dev.fnstore.model.Change;
import dev.fnstore.registry.RegistryImage;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a snapshot, on a thread of its own, whenever {@link SnapshotPolicy} says that one is due.
 */
final class SnapshotTaker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotTaker.class);
  private static final long CLOSE_TIMEOUT_SECONDS = 30;

  private final SnapshotStore snapshots;
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "fnstore-snapshots");
            thread.setDaemon(true);
            return thread;
          });
  private final SnapshotPolicy policy;
  private volatile @Nullable SnapshotWritten last;

  SnapshotTaker(SnapshotStore snapshots, long eventsSinceSnapshot) {
    this.snapshots = snapshots;
    this.policy = new SnapshotPolicy(eventsSinceSnapshot);
  }

  /** To be told of every change that was committed. */
  void committed(Change change) {
    policy.add(change);
  }

  /** The last one that this taker has written; for any thread. */
  Optional<SnapshotWritten> last() {
    return Optional.ofNullable(last);
  }

  /** Has {@code image}, the newest committed one, written if it is time. */
  void offer(RegistryImage image, Head head) {
    if (!policy.isDue(image)) {
      return;
    }
    policy.taken();
    writer.execute(() -> write(image, head));
  }

  private void write(RegistryImage image, Head head) {
    try {
      long bytes = snapshots.write(Snapshots.of(image, head));
      last = new SnapshotWritten(head.revision(), System.currentTimeMillis(), bytes);
      LOG.info("Wrote the snapshot of revision {}: {} bytes", head.revision(), bytes);
    } catch (LogException e) {
      // Nothing is lost: replay starts from an older one. The next change finds the same disk.
      LOG.warn("No snapshot of revision {}: {}", head.revision(), e.getMessage());
    }
  }

  @Override
  public void close() {
    writer.shutdown();
    try {
      if (!writer.awaitTermination(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("A snapshot is still being written after {} s", CLOSE_TIMEOUT_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
