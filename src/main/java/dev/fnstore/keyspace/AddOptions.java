package dev.fnstore.keyspace;

import java.util.EnumSet;
import java.util.Set;

/**
 * The options of ZADD and what follows them.
 *
 * @param firstScore the place of the first score among the words
 */
record AddOptions(Set<Option> options, int firstScore) {
  /** As ZADD names them. */
  enum Option {
    NX,
    XX,
    GT,
    LT,
    CH,
    INCR
  }

  /** Reads the words from {@code index} on; what is no option is the first score. */
  static AddOptions parse(DataCall call, Set<Option> given) {
    Set<Option> options = EnumSet.noneOf(Option.class);
    options.addAll(given);
    int index = 2;
    while (index < call.count() && addOption(call, index, options)) {
      index++;
    }
    int words = call.count() - index;
    if (words == 0 || words % 2 != 0) {
      throw CommandError.syntax();
    }
    check(options, words / 2);
    return new AddOptions(options, index);
  }

  private static boolean addOption(DataCall call, int index, Set<Option> options) {
    for (Option option : Option.values()) {
      if (call.is(index, option.name())) {
        options.add(option);
        return true;
      }
    }
    return false;
  }

  private static void check(Set<Option> options, int members) {
    boolean nx = options.contains(Option.NX);
    boolean gt = options.contains(Option.GT);
    boolean lt = options.contains(Option.LT);
    if (nx && options.contains(Option.XX)) {
      throw CommandError.of("XX and NX options at the same time are not compatible");
    }
    if ((nx && (gt || lt)) || (gt && lt)) {
      throw CommandError.of("GT, LT, and/or NX options at the same time are not compatible");
    }
    if (options.contains(Option.INCR) && members > 1) {
      throw CommandError.of("INCR option supports a single increment-element pair");
    }
  }

  boolean has(Option option) {
    return options.contains(option);
  }

  /** Whether a member that has the score {@code before} may get {@code after}. */
  boolean allows(double before, double after) {
    return !(has(Option.LT) && after >= before) && !(has(Option.GT) && after <= before);
  }
}
