package dev.fnstore.hostile;

import java.util.Random;

/** Seeded rounds; one that fails says by which seed it is replayed. */
final class Rounds {
  private static final long FIRST_SEED = 20_261_120;

  private Rounds() {}

  /** One round; anything that it throws fails it. */
  interface Round {
    void run(Random random) throws Exception;
  }

  /** Runs {@code count} rounds, or as many as {@code -Dhostile.rounds} says, or one seed's. */
  static void run(int count, Round round) {
    Long only = Long.getLong("hostile.seed");
    long first = only == null ? FIRST_SEED : only;
    int rounds = only == null ? Integer.getInteger("hostile.rounds", count) : 1;
    for (long seed = first; seed < first + rounds; seed++) {
      try {
        round.run(new Random(seed));
      } catch (Exception | Error e) {
        throw new AssertionError("replay with -Dhostile.seed=" + seed, e);
      }
    }
  }
}
