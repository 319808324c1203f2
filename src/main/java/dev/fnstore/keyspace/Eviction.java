package dev.fnstore.keyspace;

import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The choice of a key to drop: the best of a few that are drawn, from all databases, as Valkey
 * does. What expires next is known, and need not be drawn.
 */
record Eviction(EvictionPolicy policy, int samples, IntUnaryOperator draw) {
  /** So often it is drawn for a sample where few keys expire. */
  private static final int DRAWS_FOR_SAMPLE = 16;

  /** A key and where it is. */
  record Candidate(Database database, Entry entry) {}

  /** Null if there is no key that may go. */
  @Nullable Candidate choose(Database[] databases) {
    Candidate best = null;
    for (Database database : databases) {
      if (database.size() > 0) {
        best = better(best, database);
      }
    }
    return best;
  }

  private @Nullable Candidate better(@Nullable Candidate best, Database database) {
    Entry first = database.expiresFirst();
    if (policy == EvictionPolicy.VOLATILE_TTL) {
      return better(best, database, first);
    } else if (!policy.takesAll() && first == null) {
      return best;
    }
    Candidate chosen = best;
    int found = 0;
    int most = policy.takesAll() ? samples : samples * DRAWS_FOR_SAMPLE;
    for (int i = 0; i < most && found < samples; i++) {
      Entry drawn = database.draw(draw);
      if (policy.takesAll() || drawn.expires()) {
        found++;
        chosen = better(chosen, database, drawn);
      }
    }
    return found > 0 ? chosen : better(chosen, database, first);
  }

  private @Nullable Candidate better(
      @Nullable Candidate best, Database database, @Nullable Entry other) {
    if (other == null || (best != null && !isBetter(other, best.entry()))) {
      return best;
    }
    return new Candidate(database, other);
  }

  private boolean isBetter(Entry one, Entry other) {
    if (policy == EvictionPolicy.VOLATILE_TTL) {
      return one.expireAtMs() < other.expireAtMs();
    }
    return policy.isByUse() ? one.usedMs() < other.usedMs() : draw.applyAsInt(2) == 0;
  }
}
