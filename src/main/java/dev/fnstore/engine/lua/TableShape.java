package dev.fnstore.engine.lua;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/**
 * The keys of a table in the order in which they were set, and where each went. A new table that is
 * given the same keys in the same order has them in the same places, so that none has to be looked
 * for, nor does the table have to grow on the way.
 */
final class TableShape {
  private final Table example;
  private final LuaString[] keys;
  private final int[] nodes;

  private TableShape(Table example, LuaString[] keys, int[] nodes) {
    this.example = example;
    this.keys = keys;
    this.nodes = nodes;
  }

  /** Of a table just made of these members, which nothing changes while this is in use. */
  static @Nullable TableShape of(Table example, ValueStack members, int from) {
    LuaString[] keys = new LuaString[members.above(from) / 2];
    int[] nodes = new int[keys.length];
    for (int i = 0; i < keys.length; i++) {
      if (!(members.at(from + i * 2) instanceof LuaString key)
          || members.at(from + i * 2 + 1).isnil()) {
        return null; // what is nil is not counted when a table grows
      }
      keys[i] = key;
      nodes[i] = example.nodeOf(key);
    }
    return new TableShape(example, keys, nodes);
  }

  /** The key of that number from 0; null behind the last. */
  @Nullable LuaString key(int index) {
    return index < keys.length ? keys[index] : null;
  }

  /** A table of members that have these very keys; null if they are fewer, or if one is nil. */
  @Nullable Table table(ValueStack members, int from) {
    if (members.above(from) != keys.length * 2) {
      return null;
    }
    LuaValue[] values = new LuaValue[keys.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = members.at(from + i * 2 + 1);
      if (values[i].isnil()) {
        return null;
      }
    }
    return new Table(example, nodes, values);
  }
}
