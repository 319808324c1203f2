package dev.fnstore.engine.lua;

import org.luaj.vm2.LuaValue;

/** A captured variable: a register of its frame until the block ends, a value of its own after. */
final class Cell {
  private LuaValue[] slots;
  private int index;

  Cell(LuaValue[] slots, int index) {
    this.slots = slots;
    this.index = index;
  }

  LuaValue get() {
    return slots[index];
  }

  void set(LuaValue value) {
    slots[index] = value;
  }

  /** It is a register from now on. */
  void open(LuaValue[] newSlots, int newIndex) {
    slots = newSlots;
    index = newIndex;
  }

  void close() {
    slots = new LuaValue[] {slots[index]};
    index = 0;
  }
}
