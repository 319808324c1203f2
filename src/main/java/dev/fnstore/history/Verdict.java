package dev.fnstore.history;

import dev.fnstore.log.Head;
import dev.fnstore.model.Revision;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a log holds together.
 *
 * @param head as computed from the events; where the log does not hold, that of the last event that
 *     did
 * @param events how many were checked and held
 * @param firstBad the revision that does not hold; null if all do, or what does not is of no
 *     revision
 * @param why what does not hold; null if all does
 */
public record Verdict(Head head, long events, @Nullable Revision firstBad, @Nullable String why) {
  public boolean holds() {
    return why == null;
  }

  /** What does not hold. */
  public Optional<String> reason() {
    return Optional.ofNullable(why);
  }
}
