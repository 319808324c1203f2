package dev.fnstore.keyspace;

import org.jspecify.annotations.Nullable;

/**
 * The options of XADD and XTRIM.
 *
 * @param trim null for none
 * @param makesStream false with NOMKSTREAM
 * @param next the place of the first word behind the options
 */
record StreamOptions(@Nullable StreamTrim trim, boolean makesStream, int next) {
  /** Of XADD: they end at the first word that is none, which is the entry's ID. */
  static StreamOptions parseAdd(DataCall call) {
    return new Reader(call, true).read();
  }

  static StreamOptions parseTrim(DataCall call) {
    return new Reader(call, false).read();
  }

  private static final class Reader {
    private final DataCall call;
    private final boolean adds;
    private StreamTrim.@Nullable Bound bound;
    private boolean approximate;
    private boolean hasLimit;
    private long limit;
    private boolean makesStream = true;
    private int index = 2;

    Reader(DataCall call, boolean adds) {
      this.call = call;
      this.adds = adds;
    }

    StreamOptions read() {
      while (index < call.count() && readOption()) {
        index++;
      }
      return new StreamOptions(trim(), makesStream, index);
    }

    /** False where the entry's ID comes. Leaves {@code index} at the option's last word. */
    private boolean readOption() {
      boolean hasMore = index + 1 < call.count();
      if (adds && call.is(index, "*")) {
        return false;
      } else if (hasMore && (call.is(index, "MAXLEN") || call.is(index, "MINID"))) {
        readBound(call.is(index, "MAXLEN"));
      } else if (hasMore && call.is(index, "LIMIT")) {
        limit = notNegative("LIMIT");
        hasLimit = true;
      } else if (adds && call.is(index, "NOMKSTREAM")) {
        makesStream = false;
      } else if (adds) {
        var unused = StreamId.parseNew(call.word(index));
        return false;
      } else {
        throw CommandError.syntax();
      }
      return true;
    }

    private void readBound(boolean byLength) {
      if (bound != null) {
        throw CommandError.of(
            "syntax error, MAXLEN and MINID options at the same time are not compatible");
      }
      boolean hasSign = index + 2 < call.count();
      approximate = hasSign && call.is(index + 1, "~");
      if (approximate || (hasSign && call.is(index + 1, "="))) {
        index++;
      }
      if (byLength) {
        bound = new StreamTrim.MaxLength(notNegative("MAXLEN"));
      } else {
        index++;
        bound = new StreamTrim.MinId(StreamId.parse(call.word(index), StreamId.FROM_FIRST));
      }
    }

    private long notNegative(String name) {
      index++;
      long number = call.integer(index);
      if (number < 0) {
        throw CommandError.of("The " + name + " argument must be >= 0.");
      }
      return number;
    }

    private @Nullable StreamTrim trim() {
      if (limit > 0 && bound == null) {
        throw CommandError.of(
            "syntax error, LIMIT cannot be used without specifying a trimming strategy");
      } else if (!adds && bound == null) {
        throw CommandError.of("syntax error, XTRIM must be called with a trimming strategy");
      } else if (hasLimit && !approximate) {
        throw CommandError.of("syntax error, LIMIT cannot be used without the special ~ option");
      }
      long most =
          hasLimit ? limit : approximate ? call.keyspace().streamLimits().entriesAtOnce() : 0;
      return bound == null ? null : new StreamTrim(bound, approximate, most);
    }
  }
}
