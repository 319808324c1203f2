package dev.fnstore.engine.lua;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/**
 * Makes the tables of a document that is read. Small ones are made once all that goes into them is
 * known, in their final size; what is larger grows as it is read, so that no more is held than the
 * tables themselves. Each is exactly as if its members had been set one after the other: {@code
 * next} visits them in the same order.
 */
@SuppressWarnings("ReferenceEquality") // nil is one object
final class TableMaker {
  /** More items, or twice the members, are not kept aside. */
  private static final int MOST_KEPT = 64;

  /** Documents repeat their objects at few depths. */
  private static final int DEPTHS = 16;

  /** Where objects differ each time it does not pay to remember them. */
  private static final int MOST_SHAPES = 5;

  private final ValueStack stack = new ValueStack();
  private @Nullable TableShape @Nullable [] shapes;
  private final byte[] tables = new byte[DEPTHS];

  /** Where the next table begins. */
  int begin() {
    return stack.top();
  }

  /** What the table that was last made at this depth looked like, if that was remembered. */
  @Nullable TableShape shape(int depth) {
    return shapes == null || depth >= DEPTHS ? null : shapes[depth];
  }

  /**
   * Adds an item to the array that begins at {@code begin}; {@code large} is what this gave for the
   * item before.
   */
  @Nullable Table item(int begin, @Nullable Table large, int index, LuaValue value) {
    if (large == null) {
      if (value != LuaValue.NIL && stack.above(begin) < MOST_KEPT) {
        stack.push(value);
        return null;
      }
      return item(begin, array(begin, null), index, value);
    }
    large.rawset(index, value);
    return large;
  }

  Table array(int begin, @Nullable Table large) {
    if (large != null) {
      return large;
    }
    Table table = stack.items(begin);
    stack.cut(begin);
    return table;
  }

  /** As {@link #item}, with a key. */
  @Nullable Table member(int begin, @Nullable Table large, LuaValue key, LuaValue value) {
    if (large == null) {
      if (key instanceof LuaString && stack.above(begin) < MOST_KEPT) {
        stack.push(key);
        stack.push(value);
        return null;
      }
      Table table = grown(begin);
      stack.cut(begin);
      return member(begin, table, key, value);
    }
    large.rawset(key, value);
    return large;
  }

  /** {@code shape} is that of which all members have the keys, if there is one. */
  Table object(int begin, @Nullable Table large, @Nullable TableShape shape, int depth) {
    if (large != null) {
      return large;
    }
    Table table = shape == null ? null : shape.table(stack, begin);
    if (table == null) {
      table = grown(begin);
      if (depth < DEPTHS) {
        learn(table, begin, depth);
      }
    }
    stack.cut(begin);
    return table;
  }

  private Table grown(int begin) {
    Table table = new Table();
    for (int i = begin; i < stack.top(); i += 2) {
      table.rawset(stack.at(i), stack.at(i + 1));
    }
    return table;
  }

  private void learn(Table table, int begin, int depth) {
    if (tables[depth] > 0 && tables[depth] <= MOST_SHAPES) { // one alone may stay alone
      if (shapes == null) {
        shapes = new TableShape[DEPTHS];
      }
      shapes[depth] = TableShape.of(table, stack, begin);
    }
    if (tables[depth] <= MOST_SHAPES) {
      tables[depth]++;
    }
  }
}
