package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Integers;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalLong;

/** For how long a command is to wait: a word becomes the time at which that is over. */
final class Timeout {
  private static final BigDecimal MOST_MS = BigDecimal.valueOf(Long.MAX_VALUE);

  private Timeout() {}

  /**
   * The end of a wait that is given in seconds, with decimals.
   *
   * @return in ms since 1970; 0 for never
   */
  static long seconds(Bytes word, long nowMs) {
    LongDouble seconds =
        LongDouble.parse(word)
            .orElseThrow(() -> CommandError.of("timeout is not a float or out of range"));
    if (seconds.isInfinite()) {
      throw word.at(0) == '-' ? negative() : outOfRange();
    }
    BigDecimal ms = seconds.times(1000).exact().setScale(0, RoundingMode.CEILING);
    if (ms.compareTo(MOST_MS) > 0) {
      throw outOfRange();
    }
    return end(ms.max(BigDecimal.valueOf(-1)).longValue(), nowMs);
  }

  /**
   * The end of a wait that is given in ms.
   *
   * @return in ms since 1970; 0 for never
   */
  static long milliseconds(Bytes word, long nowMs) {
    OptionalLong ms = Integers.parse(word);
    if (ms.isEmpty()) {
      throw CommandError.of("timeout is not an integer or out of range");
    }
    return end(ms.getAsLong(), nowMs);
  }

  private static long end(long ms, long nowMs) {
    if (ms < 0) {
      throw negative();
    } else if (ms > Long.MAX_VALUE - nowMs) {
      throw outOfRange();
    }
    return ms == 0 ? 0 : nowMs + ms;
  }

  private static CommandError negative() {
    return CommandError.of("timeout is negative");
  }

  private static CommandError outOfRange() {
    return CommandError.of("timeout is out of range");
  }
}
