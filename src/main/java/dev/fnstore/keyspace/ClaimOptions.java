package dev.fnstore.keyspace;

import dev.fnstore.bytes.Integers;

/**
 * What XCLAIM makes of what it takes.
 *
 * @param deliveredMs when it counts as given, in ms since 1970
 * @param count how often it counts as given; negative for once more than before
 * @param force whether to take what is pending for nobody
 * @param lastId up to which the group has read at least
 */
record ClaimOptions(long deliveredMs, long count, boolean force, boolean onlyIds, StreamId lastId) {

  static ClaimOptions now(long nowMs, boolean onlyIds) {
    return new ClaimOptions(nowMs, -1, false, onlyIds, StreamId.ZERO);
  }

  /** Reads the words from {@code first} on. */
  static ClaimOptions parse(DataCall call, int first) {
    ClaimOptions options = now(call.nowMs(), false);
    for (int i = first; i < call.count(); i++) {
      boolean hasMore = i + 1 < call.count();
      if (call.is(i, "FORCE")) {
        options = options.with(true, options.onlyIds);
      } else if (call.is(i, "JUSTID")) {
        options = options.with(options.force, true);
      } else if (hasMore && call.is(i, "IDLE")) {
        i++;
        options = options.with(call.nowMs() - number(call, i, "IDLE"), options.count, call.nowMs());
      } else if (hasMore && call.is(i, "TIME")) {
        i++;
        options = options.with(number(call, i, "TIME"), options.count, call.nowMs());
      } else if (hasMore && call.is(i, "RETRYCOUNT")) {
        i++;
        long count = number(call, i, "RETRYCOUNT");
        options = options.with(options.deliveredMs, count, call.nowMs());
      } else if (hasMore && call.is(i, "LASTID")) {
        i++;
        StreamId lastId = StreamId.parse(call.word(i), StreamId.FROM_FIRST);
        options =
            new ClaimOptions(
                options.deliveredMs, options.count, options.force, options.onlyIds, lastId);
      } else {
        throw CommandError.quoting("Unrecognized XCLAIM option '", call.word(i), "'");
      }
    }
    return options;
  }

  private static long number(DataCall call, int index, String option) {
    return Integers.parse(call.word(index))
        .orElseThrow(() -> CommandError.of("Invalid " + option + " option argument for XCLAIM"));
  }

  private ClaimOptions with(boolean nextForce, boolean nextOnlyIds) {
    return new ClaimOptions(deliveredMs, count, nextForce, nextOnlyIds, lastId);
  }

  /** A time that can't be is now. */
  private ClaimOptions with(long atMs, long nextCount, long nowMs) {
    long plausibleMs = atMs < 0 || atMs > nowMs ? nowMs : atMs;
    return new ClaimOptions(plausibleMs, nextCount, force, onlyIds, lastId);
  }

  /** How often something counts as given that was so {@code before} times. */
  long countAfter(long before) {
    if (count >= 0) {
      return count;
    }
    return onlyIds ? before : before + 1;
  }
}
