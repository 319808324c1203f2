package dev.fnstore.engine.lua;

import org.luaj.vm2.LuaValue;

/** Builds the table of a library. */
final class Library {
  private final Table table = new Table();

  Library add(String name, Builtin.Body body) {
    return add(name, new Builtin(body));
  }

  Library add(String name, LuaValue value) {
    table.rawset(Interned.of(Str.of(name)), value);
    return this;
  }

  Library add(String name, double value) {
    return add(name, Num.of(value));
  }

  Table table() {
    return table;
  }

  /** The table, which nothing can change any more. */
  Table frozen() {
    table.freeze();
    return table;
  }
}
