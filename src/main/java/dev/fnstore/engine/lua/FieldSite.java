package dev.fnstore.engine.lua;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/**
 * A place in machine code that reads or writes a field of a constant name. It remembers where it
 * found the name last: tables that were made alike have it at the same place, and names are one
 * object each, see {@link Interned}.
 */
@SuppressWarnings("ReferenceEquality") // names are one object each; others are found the long way
final class FieldSite {
  private final Operations operations;
  private final LuaString name;
  private int node;

  FieldSite(Operations operations, LuaString name) {
    this.operations = operations;
    this.name = name;
  }

  LuaValue get(LuaValue object) {
    if (object instanceof Table table) {
      Table storage = table.storage();
      LuaValue value = storage.valueAtNode(node, name);
      if (value == null) {
        int found = storage.nodeOf(name);
        if (found >= 0) {
          node = found;
        }
        value = found < 0 ? LuaValue.NIL : storage.valueAtNode(found);
      }
      if (value != LuaValue.NIL || table.metatable == null) {
        return value;
      }
    }
    return operations.index(object, name);
  }

  void set(LuaValue object, LuaValue value) {
    if (object instanceof Table table && table.metatable == null && !table.isReadOnly()) {
      if (table.replaceAtNode(node, name, value)) {
        return;
      }
      int found = table.nodeOf(name);
      if (found >= 0) {
        node = found;
      }
    }
    operations.setIndex(object, name, value);
  }
}
