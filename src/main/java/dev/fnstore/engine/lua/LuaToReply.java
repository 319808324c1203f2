package dev.fnstore.engine.lua;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Protocol;
import dev.fnstore.resp.Replies;
import dev.fnstore.resp.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** What a function returned as the reply that the client gets. */
@SuppressWarnings("ReferenceEquality") // nil, true, false and frames are one object each
final class LuaToReply {
  /** How deep C Lua's stack lets the conversion go. */
  private static final int MOST_LEVELS = 7994;

  /** How deep a thread with a small stack may go; deeper is for another. */
  private static final int MOST_LEVELS_OF_SHORT_RUN = 64;

  private static final LuaString OK = Str.of("ok");
  private static final LuaString DOUBLE = Str.of("double");
  private static final LuaString BIG_NUMBER = Str.of("big_number");
  private static final LuaString VERBATIM = Str.of("verbatim_string");
  private static final LuaString FORMAT = Str.of("format");
  private static final LuaString STRING = Str.of("string");
  private static final LuaString MAP = Str.of("map");
  private static final LuaString SET = Str.of("set");

  private final Protocol protocol;
  private final Vm vm;

  /**
   * @param protocol what the script chose, which decides how booleans are sent
   */
  LuaToReply(Protocol protocol, Vm vm) {
    this.protocol = protocol;
    this.vm = vm;
  }

  Reply convert(LuaValue value) {
    return convert(value, 0);
  }

  private Reply convert(LuaValue value, int level) {
    if (level > MOST_LEVELS) {
      return Reply.err("reached lua stack limit");
    } else if (level > MOST_LEVELS_OF_SHORT_RUN && vm.isShort()) {
      throw Relocation.NOW;
    } else if (value instanceof LuaString string) {
      Allocation.check(2L * string.m_length); // and once more where it is sent
      return Reply.bulk(Str.bytes(string));
    } else if (value instanceof Num number) {
      return Reply.of(whole(number.value));
    } else if (value == LuaValue.TRUE || value == LuaValue.FALSE) {
      return bool(value == LuaValue.TRUE);
    } else if (value instanceof Table table) {
      Reply special = special(table, level);
      return special != null ? special : array(table, level);
    }
    return Reply.NULL;
  }

  private Reply bool(boolean value) {
    if (protocol == Protocol.RESP3) {
      return new Reply.Bool(value);
    }
    return value ? Reply.ONE : Reply.NULL;
  }

  /** Toward zero; what no 64-bit integer holds is what x86-64 makes of it. */
  private static long whole(double value) {
    return Args.toLong(value);
  }

  /** The reply that one of the known fields asks for, or null. */
  private @Nullable Reply special(Table table, int level) {
    if (table.rawget(ProtectedCall.ERR) instanceof LuaString error) {
      return new Reply.ErrorReply(Replies.oneLine(Str.bytes(error)), ErrorTable.isCounted(table));
    } else if (table.rawget(OK) instanceof LuaString status) {
      return new Reply.Simple(Replies.oneLine(Str.bytes(status)));
    } else if (table.rawget(DOUBLE) instanceof Num number) {
      return new Reply.Real(number.value);
    } else if (table.rawget(BIG_NUMBER) instanceof LuaString digits) {
      return new Reply.BigNumber(Replies.oneLine(Str.bytes(digits)));
    } else if (table.rawget(VERBATIM) instanceof Table verbatim
        && verbatim.rawget(FORMAT) instanceof LuaString format
        && verbatim.rawget(STRING) instanceof LuaString text) {
      return new Reply.Verbatim(threeBytes(Str.bytes(format)), Str.bytes(text));
    } else if (table.rawget(MAP) instanceof Table map) {
      return map(map, level);
    } else if (table.rawget(SET) instanceof Table set) {
      return set(set, level);
    }
    return null;
  }

  private static Bytes threeBytes(Bytes format) {
    byte[] exact = {' ', ' ', ' '};
    System.arraycopy(format.shared(), 0, exact, 0, Math.min(format.length(), exact.length));
    return Replies.oneLine(Bytes.wrap(Arrays.copyOf(exact, exact.length)));
  }

  private Reply map(Table map, int level) {
    List<Reply.Entry> entries = new ArrayList<>();
    for (int at = map.positionFrom(0); at >= 0; at = map.positionFrom(at + 1)) {
      vm.step();
      Reply key = convert(map.keyAt(at), level + 3);
      entries.add(new Reply.Entry(key, convert(map.valueAt(at), level + 2)));
    }
    return new Reply.Dictionary(entries);
  }

  private Reply set(Table set, int level) {
    List<Reply> items = new ArrayList<>();
    for (int at = set.positionFrom(0); at >= 0; at = set.positionFrom(at + 1)) {
      vm.step();
      items.add(convert(set.keyAt(at), level + 2));
    }
    return new Reply.Group(items);
  }

  private Reply array(Table table, int level) {
    List<Reply> items = new ArrayList<>();
    for (int i = 1; ; i++) {
      LuaValue item = table.rawget(i);
      if (item == LuaValue.NIL) {
        return Reply.array(items);
      }
      vm.step();
      items.add(convert(item, level + 1));
    }
  }
}
