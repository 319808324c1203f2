package dev.fnstore.history;

import dev.fnstore.log.Head;
import dev.fnstore.model.Revision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an image will be recovered, decided before anything is done.
 *
 * @param snapshot the image of the snapshot where it starts, or null to start from the empty
 *     registry
 * @param last the revision that it ends at
 * @param passedOver why newer snapshots are not used, one line each
 */
public record RecoveryPlan(
    Recovery.@Nullable Recovered snapshot, Revision last, List<String> passedOver) {
  public RecoveryPlan {
    passedOver = List.copyOf(passedOver);
  }

  /** Where replay starts. */
  public Head base() {
    return start().head();
  }

  /** The image there. */
  Recovery.Recovered start() {
    return snapshot == null ? Recovery.Recovered.NOTHING : snapshot;
  }

  /** How many events will be replayed. */
  public long eventCount() {
    return last.number() - base().revision().number();
  }

  @Override
  public String toString() {
    String start =
        snapshot == null ? "the empty registry" : "the snapshot of revision " + base().revision();
    return "from " + start + ", replay " + eventCount() + " events, up to revision " + last;
  }
}
