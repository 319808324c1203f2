package dev.fnstore.keyspace;

/**
 * The options of ZRANGE and of the older commands that are forms of it.
 *
 * @param count of LIMIT; negative for no bound
 */
record RangeOptions(By by, boolean reversed, boolean withScores, long offset, long count) {
  /** What the ends of the range are. */
  enum By {
    RANK,
    SCORE,
    NAME
  }

  /** Of ZRANGE: the words from 4 on say by what and in which direction, each at most once. */
  static RangeOptions parseAll(DataCall call) {
    return parse(call, new RangeOptions(By.RANK, false, false, 0, -1), true, 4);
  }

  /** As {@link #parseAll}, of ZRANGESTORE, which has a key more and gives no scores. */
  static RangeOptions parseStored(DataCall call) {
    return parse(call, new RangeOptions(By.RANK, false, false, 0, -1), true, 5);
  }

  /** Of a command whose name says by what and in which direction. */
  static RangeOptions parse(DataCall call, By by, boolean reversed) {
    return parse(call, new RangeOptions(by, reversed, false, 0, -1), false, 4);
  }

  private static RangeOptions parse(DataCall call, RangeOptions defaults, boolean free, int first) {
    RangeOptions options = defaults;
    for (int i = first; i < call.count(); i++) {
      if (first == 4 && call.is(i, "WITHSCORES")) {
        options = options.with(options.by, options.reversed, true);
      } else if (call.is(i, "LIMIT") && i + 2 < call.count()) {
        options = options.limited(call.integer(i + 1), call.integer(i + 2));
        i += 2;
      } else if (free && !options.reversed && call.is(i, "REV")) {
        options = options.with(options.by, true, options.withScores);
      } else if (free && options.by == By.RANK && call.is(i, "BYLEX")) {
        options = options.with(By.NAME, options.reversed, options.withScores);
      } else if (free && options.by == By.RANK && call.is(i, "BYSCORE")) {
        options = options.with(By.SCORE, options.reversed, options.withScores);
      } else {
        throw CommandError.syntax();
      }
    }
    options.check();
    return options;
  }

  private RangeOptions with(By nextBy, boolean nextReversed, boolean nextWithScores) {
    return new RangeOptions(nextBy, nextReversed, nextWithScores, offset, count);
  }

  private RangeOptions limited(long nextOffset, long nextCount) {
    return new RangeOptions(by, reversed, withScores, nextOffset, nextCount);
  }

  private void check() {
    if (by == By.RANK && count != -1) {
      throw CommandError.of(
          "syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX");
    }
    if (by == By.NAME && withScores) {
      throw CommandError.of("syntax error, WITHSCORES not supported in combination with BYLEX");
    }
  }
}
