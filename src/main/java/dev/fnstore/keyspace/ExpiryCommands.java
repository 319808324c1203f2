package dev.fnstore.keyspace;

import dev.fnstore.command.CommandSpec;
import dev.fnstore.resp.Reply;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongBiFunction;

/** The commands on the life time of keys. */
final class ExpiryCommands {
  private static final long NO_KEY = -2;
  private static final long NO_EXPIRY = -1;

  /** When EXPIRE and its like change the life time. */
  private enum Condition {
    NX,
    XX,
    GT,
    LT
  }

  private ExpiryCommands() {}

  static List<DataCommand> all() {
    return List.of(
        expiring(ExpirySpecs.EXPIRE, ExpireTime.EX),
        expiring(ExpirySpecs.PEXPIRE, ExpireTime.PX),
        expiring(ExpirySpecs.EXPIREAT, ExpireTime.EXAT),
        expiring(ExpirySpecs.PEXPIREAT, ExpireTime.PXAT),
        telling(ExpirySpecs.TTL, (expireAtMs, nowMs) -> seconds(left(expireAtMs, nowMs))),
        telling(ExpirySpecs.PTTL, ExpiryCommands::left),
        telling(ExpirySpecs.EXPIRETIME, (expireAtMs, nowMs) -> seconds(expireAtMs)),
        telling(ExpirySpecs.PEXPIRETIME, (expireAtMs, nowMs) -> expireAtMs),
        new DataCommand(ExpirySpecs.PERSIST, ExpiryCommands::persist));
  }

  private static DataCommand expiring(CommandSpec spec, ExpireTime unit) {
    return new DataCommand(spec, call -> expire(call, spec, unit));
  }

  private static DataCommand telling(CommandSpec spec, ToLongBiFunction<Long, Long> tell) {
    return new DataCommand(
        spec,
        call -> {
          Entry entry = call.peek(call.key());
          if (entry == null) {
            return Reply.of(NO_KEY);
          }
          return Reply.of(
              entry.expires() ? tell.applyAsLong(entry.expireAtMs(), call.nowMs()) : NO_EXPIRY);
        });
  }

  private static long left(long expireAtMs, long nowMs) {
    return Math.max(0, expireAtMs - nowMs);
  }

  /** Rounded; the sum may have the highest bit, but is never negative. */
  private static long seconds(long ms) {
    return Long.divideUnsigned(ms + 500, 1000);
  }

  private static Reply expire(DataCall call, CommandSpec spec, ExpireTime unit) {
    Set<Condition> conditions = conditions(call);
    long expireAtMs = unit.parse(call.word(2), call.nowMs(), spec);
    Entry entry = call.find(call.key());
    if (entry == null || !meets(entry, expireAtMs, conditions)) {
      return Reply.ZERO;
    }
    if (expireAtMs <= call.nowMs()) {
      call.remove(call.key(), KeyEvent.EXPIRED);
    } else {
      call.db().expireAt(entry, expireAtMs);
      call.changed(call.key(), 1, KeyEvent.EXPIRE);
    }
    return Reply.ONE;
  }

  /** A key that never expires is one with an endless life time. */
  private static boolean meets(Entry entry, long expireAtMs, Set<Condition> conditions) {
    for (Condition condition : conditions) {
      boolean met =
          switch (condition) {
            case NX -> !entry.expires();
            case XX -> entry.expires();
            case GT -> entry.expires() && expireAtMs > entry.expireAtMs();
            case LT -> !entry.expires() || expireAtMs < entry.expireAtMs();
          };
      if (!met) {
        return false;
      }
    }
    return true;
  }

  private static Set<Condition> conditions(DataCall call) {
    Set<Condition> conditions = EnumSet.noneOf(Condition.class);
    for (int i = 3; i < call.count(); i++) {
      conditions.add(condition(call, i));
    }
    if (conditions.contains(Condition.NX) && conditions.size() > 1) {
      throw CommandError.of("NX and XX, GT or LT options at the same time are not compatible");
    }
    if (conditions.contains(Condition.GT) && conditions.contains(Condition.LT)) {
      throw CommandError.of("GT and LT options at the same time are not compatible");
    }
    return conditions;
  }

  private static Condition condition(DataCall call, int index) {
    for (Condition condition : Condition.values()) {
      if (call.is(index, condition.name())) {
        return condition;
      }
    }
    throw CommandError.quoting("Unsupported option ", call.word(index), "");
  }

  private static Reply persist(DataCall call) {
    Entry entry = call.find(call.key());
    if (entry == null || !entry.expires()) {
      return Reply.ZERO;
    }
    call.db().expireAt(entry, Entry.NEVER);
    call.changed(call.key(), 1, KeyEvent.PERSIST);
    return Reply.ONE;
  }
}
