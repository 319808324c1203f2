package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandSpec;
import org.jspecify.annotations.Nullable;

/** The ways to say when a key expires. */
enum ExpireTime {
  EX(1000, true),
  PX(1, true),
  EXAT(1000, false),
  PXAT(1, false);

  private final long unitMs;
  private final boolean relative;

  ExpireTime(long unitMs, boolean relative) {
    this.unitMs = unitMs;
    this.relative = relative;
  }

  /** The one of this name, or null. */
  static @Nullable ExpireTime named(Bytes word) {
    for (ExpireTime unit : values()) {
      if (word.equalsIgnoreCase(unit.name())) {
        return unit;
      }
    }
    return null;
  }

  /** In ms since 1970; an error names the command. May lie in the past, also before 1970. */
  long parse(Bytes word, long nowMs, CommandSpec spec) {
    long value = Numbers.parseLong(word);
    if (value > Long.MAX_VALUE / unitMs || value < Long.MIN_VALUE / unitMs) {
      throw invalid(spec);
    }
    long base = relative ? nowMs : 0;
    long timeMs = value * unitMs;
    if (timeMs > Long.MAX_VALUE - base) {
      throw invalid(spec);
    }
    return timeMs + base;
  }

  /** As {@link #parse}, for commands that take only numbers above 0. */
  long parsePositive(Bytes word, long nowMs, CommandSpec spec) {
    if (Numbers.parseLong(word) <= 0) {
      throw invalid(spec);
    }
    return parse(word, nowMs, spec);
  }

  private static CommandError invalid(CommandSpec spec) {
    return CommandError.of("invalid expire time in '" + spec.name() + "' command");
  }
}
