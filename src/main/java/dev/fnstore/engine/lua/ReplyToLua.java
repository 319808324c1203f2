package dev.fnstore.engine.lua;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Protocol;
import dev.fnstore.resp.Replies;
import dev.fnstore.resp.Reply;
import java.util.List;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** A command's reply as the Lua value that stands for it. */
@SuppressWarnings("ReferenceEquality") // nil, true, false and frames are one object each
final class ReplyToLua {
  private ReplyToLua() {}

  static LuaValue convert(Reply given, Protocol protocol) {
    Reply reply = protocol == Protocol.RESP2 ? Replies.toResp2(given) : given;
    if (reply instanceof Reply.Bulk bulk) {
      return Str.of(bulk.value());
    } else if (reply instanceof Reply.Int number) {
      return Num.of((double) number.value());
    } else if (reply instanceof Reply.Simple status) {
      return single("ok", Str.of(status.text()));
    } else if (reply instanceof Reply.ErrorReply error) {
      return ErrorTable.ofReply(error.text());
    } else if (reply instanceof Reply.Null || reply instanceof Reply.NullArray) {
      return protocol == Protocol.RESP2 ? LuaValue.FALSE : LuaValue.NIL;
    } else if (reply instanceof Reply.Array array) {
      return array(array.items(), protocol);
    } else if (reply instanceof Reply.Push push) {
      return array(push.items(), protocol);
    }
    return convertTyped(reply, protocol);
  }

  private static LuaValue convertTyped(Reply reply, Protocol protocol) {
    if (reply instanceof Reply.Dictionary map) {
      return single("map", map(map.entries(), protocol));
    } else if (reply instanceof Reply.Group set) {
      return single("set", set(set.items(), protocol));
    } else if (reply instanceof Reply.Real real) {
      return single("double", Num.of(real.value()));
    } else if (reply instanceof Reply.Bool bool) {
      return bool.value() ? LuaValue.TRUE : LuaValue.FALSE;
    } else if (reply instanceof Reply.BigNumber number) {
      return single("big_number", Str.of(number.digits()));
    } else if (reply instanceof Reply.Verbatim verbatim) {
      return single("verbatim_string", verbatim(verbatim.format(), verbatim.text()));
    }
    throw new IllegalStateException("no such reply: " + reply.getClass());
  }

  private static Table single(String key, LuaValue value) {
    Table table = new Table();
    table.rawset(key, value);
    return table;
  }

  private static Table verbatim(Bytes format, Bytes text) {
    Table table = new Table();
    table.rawset("format", Str.of(format));
    table.rawset("string", Str.of(text));
    return table;
  }

  private static Table array(List<Reply> items, Protocol protocol) {
    Table table = new Table(items.size(), 0);
    for (int i = 0; i < items.size(); i++) {
      table.rawset(i + 1, convert(items.get(i), protocol));
    }
    return table;
  }

  /** As large as Valkey makes it at once: the order in which it is gone through comes of that. */
  private static Table map(List<Reply.Entry> entries, Protocol protocol) {
    Table table = new Table(0, entries.size());
    for (Reply.Entry entry : entries) {
      set(table, convert(entry.key(), protocol), convert(entry.value(), protocol));
    }
    return table;
  }

  private static Table set(List<Reply> items, Protocol protocol) {
    Table table = new Table(0, items.size());
    for (Reply item : items) {
      set(table, convert(item, protocol), LuaValue.TRUE);
    }
    return table;
  }

  /** A key that no table can have is left out. */
  private static void set(Table table, LuaValue key, LuaValue value) {
    if (key != LuaValue.NIL && !(key instanceof Num number && Double.isNaN(number.value))) {
      table.rawset(key, value);
    }
  }

  /** An array of strings, as KEYS and ARGV are. */
  static Table strings(List<Bytes> values) {
    Table table = new Table(values.size(), 0);
    for (int i = 0; i < values.size(); i++) {
      LuaString value = Str.of(values.get(i));
      table.rawset(i + 1, value);
    }
    return table;
  }
}
