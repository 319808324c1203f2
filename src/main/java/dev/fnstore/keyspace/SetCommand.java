package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.resp.Reply;
import org.jspecify.annotations.Nullable;

/** SET with its options, and the older commands that are forms of it. */
final class SetCommand {
  private SetCommand() {}

  static Reply set(DataCall call) {
    SetOptions options = SetOptions.parse(call, 3);
    @Nullable Reply before = null;
    long expireAtMs = expireAtMs(call, options);
    if (options.get()) {
      call.keyspace().countLookups(true);
      before = StringCommands.get(call);
      call.keyspace().countLookups(false);
    }
    boolean meets = meetsCondition(call, options);
    if (meets) {
      store(call, call.word(2), expireAtMs, options.keepTtl());
    }
    if (before != null) {
      return before;
    }
    return meets ? Reply.OK : Reply.NULL;
  }

  static Reply setnx(DataCall call) {
    if (call.find(call.key()) != null) {
      return Reply.ZERO;
    }
    store(call, call.word(2), Entry.NEVER, false);
    return Reply.ONE;
  }

  static Reply setex(DataCall call) {
    return setExpiring(call, ExpireTime.EX, StringSpecs.SETEX);
  }

  static Reply psetex(DataCall call) {
    return setExpiring(call, ExpireTime.PX, StringSpecs.PSETEX);
  }

  private static Reply setExpiring(DataCall call, ExpireTime unit, CommandSpec spec) {
    long expireAtMs = unit.parsePositive(call.word(2), call.nowMs(), spec);
    store(call, call.word(3), expireAtMs, false);
    return Reply.OK;
  }

  private static long expireAtMs(DataCall call, SetOptions options) {
    ExpireTime unit = options.expiry();
    Bytes word = options.expiryWord();
    return unit == null || word == null
        ? Entry.NEVER
        : unit.parsePositive(word, call.nowMs(), StringSpecs.SET);
  }

  private static boolean meetsCondition(DataCall call, SetOptions options) {
    return switch (options.condition()) {
      case ALWAYS -> true;
      case NX -> call.find(call.key()) == null;
      case XX -> call.find(call.key()) != null;
      case IFEQ -> {
        StringValue value = call.find(call.key(), StringValue.class);
        yield value != null && value.content().equals(options.comparison());
      }
    };
  }

  /** What would have expired already is not stored; what it would have replaced goes. */
  static void store(DataCall call, Bytes content, long expireAtMs, boolean keepTtl) {
    Bytes key = call.key();
    if (expireAtMs != Entry.NEVER && expireAtMs <= call.nowMs()) {
      call.remove(key, KeyEvent.EXPIRED);
      return;
    }
    Entry entry = call.put(key, new StringValue(content));
    if (!keepTtl) {
      call.db().expireAt(entry, expireAtMs);
    }
    call.changed(call.key(), 1, KeyEvent.SET);
    if (expireAtMs != Entry.NEVER) {
      call.tell(KeyEvent.EXPIRE, key);
    }
  }
}
