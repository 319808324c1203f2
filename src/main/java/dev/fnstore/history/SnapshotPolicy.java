package dev.fnstore.history;

import dev.fnstore.model.Change;
import dev.fnstore.registry.RegistryImage;

/**
 * Tells when a snapshot is due: once the events since the last one weigh half as much as the image.
 * So replay, at start and as of any revision, costs little more than the image, and all snapshots
 * together take no more than about twice the space of all events.
 *
 * <p>Weight is counted in library records: that is what both events and snapshots are made of. For
 * one thread.
 */
public final class SnapshotPolicy {
  /** Below this, replaying is so quick that a snapshot would not pay. */
  public static final int LEAST_WEIGHT = 1000;

  private long weight;

  /**
   * A policy for a log that is there.
   *
   * @param eventsSinceSnapshot those after its newest snapshot
   */
  public SnapshotPolicy(long eventsSinceSnapshot) {
    this.weight = eventsSinceSnapshot;
  }

  /** To be told of every change. */
  public void add(Change change) {
    weight += Math.max(1, change.libraries().size());
  }

  /** Whether a snapshot of {@code image}, the newest, is due. */
  public boolean isDue(RegistryImage image) {
    return weight >= Math.max(LEAST_WEIGHT, image.libraryCount() / 2);
  }

  /** A snapshot has been taken. */
  public void taken() {
    weight = 0;
  }
}
