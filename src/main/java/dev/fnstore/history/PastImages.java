package dev.fnstore.history;

import dev.fnstore.log.LogException;
import dev.fnstore.log.LogReader;
import dev.fnstore.model.Revision;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Images as of any revision: the nearest one that is at hand, a stored snapshot or one that was
 * made before, then the events after it, each checked against its digest. For any thread.
 */
final class PastImages {
  private static final Logger LOG = LoggerFactory.getLogger(PastImages.class);

  /** Who looks at the past looks around: a few images serve most of it. */
  private static final int MOST_KEPT = 4;

  private final Deque<Recovery.Recovered> kept = new ArrayDeque<>();

  /**
   * The image as of a revision.
   *
   * @param revision at most that of the log's head
   * @throws LogException if the history up to it is damaged
   */
  Recovery.Recovered at(LogReader log, Revision revision) {
    Recovery.Recovered base = base(log, revision);
    Recovery.Recovered found =
        base.head().revision().equals(revision)
            ? base
            : Recovery.replay(log.events(), base, revision);
    keep(found);
    return found;
  }

  private Recovery.Recovered base(LogReader log, Revision revision) {
    Recovery.Recovered nearest = nearestKept(revision);
    Revision behind = nearest == null ? Revision.ZERO : nearest.head().revision();
    Optional<Revision> next = log.snapshots().newestBefore(revision.next());
    while (next.isPresent() && next.get().compareTo(behind) > 0) {
      try {
        return Recovery.snapshot(log, next.get());
      } catch (LogException e) {
        LOG.warn("A snapshot is passed over: {}", e.getMessage());
        next = log.snapshots().newestBefore(next.get());
      }
    }
    return nearest == null ? Recovery.base(log) : nearest;
  }

  private synchronized Recovery.@Nullable Recovered nearestKept(Revision revision) {
    Recovery.Recovered best = null;
    for (Recovery.Recovered candidate : kept) {
      Revision at = candidate.head().revision();
      if (at.compareTo(revision) <= 0
          && (best == null || at.compareTo(best.head().revision()) > 0)) {
        best = candidate;
      }
    }
    return best;
  }

  private synchronized void keep(Recovery.Recovered image) {
    kept.removeIf(other -> other.head().equals(image.head()));
    kept.addFirst(image);
    if (kept.size() > MOST_KEPT) {
      kept.removeLast();
    }
  }
}
