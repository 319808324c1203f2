package dev.fnstore.engine.lua;

import java.util.Arrays;
import org.luaj.vm2.LuaValue;

/**
 * Values of which tables are still to be made: those of inner tables lie above those of outer ones.
 */
final class ValueStack {
  private static final int BYTES_OF_VALUE = 8;

  private LuaValue[] values = new LuaValue[64];
  private int top;

  int top() {
    return top;
  }

  /** How many lie from {@code from} on. */
  int above(int from) {
    return top - from;
  }

  LuaValue at(int index) {
    return values[index];
  }

  void push(LuaValue value) {
    if (top == values.length) {
      Allocation.check(2L * BYTES_OF_VALUE * top);
      values = Arrays.copyOf(values, top * 2);
    }
    values[top++] = value;
  }

  /** Forgets all from {@code from} on. */
  void cut(int from) {
    top = from;
  }

  /** An array of all from {@code from} on, of which none may be nil. */
  Table items(int from) {
    return new Table(values, from, top);
  }
}
