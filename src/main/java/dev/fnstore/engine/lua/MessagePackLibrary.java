package dev.fnstore.engine.lua;

import java.util.ArrayList;
import java.util.List;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The functions of {@code cmsgpack}. */
final class MessagePackLibrary {
  private static final int MOST_VALUES = 7990;

  private final Vm vm;

  private MessagePackLibrary(Vm vm) {
    this.vm = vm;
  }

  static Table table(Vm vm) {
    MessagePackLibrary library = new MessagePackLibrary(vm);
    return new Library()
        .add("pack", library::pack)
        .add("unpack", arguments -> library.unpack(arguments, 0, 0))
        .add("unpack_one", library::unpackOne)
        .add("unpack_limit", library::unpackLimit)
        .add("_NAME", Str.of("cmsgpack"))
        .add("_VERSION", Str.of("lua-cmsgpack 0.4.0"))
        .add("_COPYRIGHT", Str.of("Copyright (C) 2012, Redis Ltd."))
        .add("_DESCRIPTION", Str.of("MessagePack C implementation for Lua"))
        .frozen();
  }

  private Varargs pack(Varargs arguments) {
    if (arguments.narg() == 0) {
      throw LuaRaise.argument(0, "MessagePack pack needs input.");
    }
    MessagePacker packer = new MessagePacker(vm);
    for (int i = 1; i <= arguments.narg(); i++) {
      packer.pack(arguments.arg(i), 0);
    }
    return packer.packed();
  }

  private Varargs unpackOne(Varargs arguments) {
    int offset = (int) Args.integer(arguments, 2, 0);
    return unpack(arguments, 1, offset);
  }

  private Varargs unpackLimit(Varargs arguments) {
    int limit = (int) Args.integer(arguments, 2);
    int offset = (int) Args.integer(arguments, 3, 0);
    return unpack(arguments, limit, offset);
  }

  /** A limit and an offset of 0 is all values; else the next offset comes first, -1 at the end. */
  private Varargs unpack(Varargs arguments, int limit, int offset) {
    LuaString input = Args.string(arguments, 1);
    if (offset < 0 || limit < 0) {
      throw LuaRaise.error(
          "Invalid request to unpack with offset of "
              + offset
              + " and limit of "
              + input.m_length
              + ".");
    } else if (offset > input.m_length) {
      throw LuaRaise.error(
          "Start offset " + offset + " greater than input length " + input.m_length + ".");
    }
    boolean isAll = limit == 0 && offset == 0;
    int most = isAll ? Integer.MAX_VALUE : limit;
    MessageUnpacker unpacker = new MessageUnpacker(vm, input, offset);
    List<LuaValue> values = new ArrayList<>();
    while (values.size() < most && unpacker.hasMore()) {
      values.add(unpacker.unpack());
      if (values.size() > MOST_VALUES) {
        throw LuaRaise.error("too many results to unpack");
      }
    }
    if (!isAll) {
      values.add(0, Num.of(unpacker.hasMore() ? unpacker.offset() : -1));
    }
    return LuaValue.varargsOf(values.toArray(LuaValue[]::new));
  }
}
