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
  private static final int HASH_OF_INDEX = StringHash.of(Operations.INDEX);

  private final Operations operations;
  private final LuaString name;
  private final int hash;
  private int node;

  /** Where a metatable had what it gives its objects, and where the name was in that. */
  private int handlerNode;

  private int inheritedNode;

  FieldSite(Operations operations, LuaString name) {
    this.operations = operations;
    this.name = name;
    this.hash = StringHash.of(name);
  }

  LuaValue get(LuaValue object) {
    Table metatable = null;
    if (object instanceof Table table) {
      Table storage = table.storage();
      LuaValue value = storage.valueAtNode(node, name);
      if (value == null) {
        int found = storage.nodeOf(name, hash);
        if (found >= 0) {
          node = found;
        }
        value = found < 0 ? LuaValue.NIL : storage.valueAtNode(found);
      }
      metatable = table.metatable;
      if (value != LuaValue.NIL || metatable == null) {
        return value;
      }
    } else if (object instanceof LuaString) {
      metatable = operations.metatableOfStrings();
    }
    LuaValue inherited = metatable == null ? LuaValue.NIL : inherited(metatable);
    return inherited == LuaValue.NIL ? operations.index(object, name) : inherited;
  }

  /** What objects of this metatable get from its {@code __index}, if that is a table, or nil. */
  private LuaValue inherited(Table metatable) {
    LuaValue handler = metatable.valueAtNode(handlerNode, Operations.INDEX);
    if (handler == null) {
      int found = metatable.nodeOf(Operations.INDEX, HASH_OF_INDEX);
      if (found < 0) {
        return LuaValue.NIL;
      }
      handlerNode = found;
      handler = metatable.valueAtNode(found);
    }
    if (!(handler instanceof Table methods)) {
      return LuaValue.NIL;
    }
    Table storage = methods.storage();
    LuaValue value = storage.valueAtNode(inheritedNode, name);
    if (value == null) {
      int found = storage.nodeOf(name, hash);
      if (found < 0) {
        return LuaValue.NIL;
      }
      inheritedNode = found;
      value = storage.valueAtNode(found);
    }
    return value;
  }

  void set(LuaValue object, LuaValue value) {
    if (object instanceof Table table && !table.isReadOnly()) {
      LuaValue present = table.valueAtNode(node, name);
      if (present == null) {
        int found = table.nodeOf(name, hash);
        if (found >= 0) {
          node = found;
          present = table.valueAtNode(found);
        }
      }
      // A metatable is asked only where there is nothing yet.
      if (present != null && (present != LuaValue.NIL || table.metatable == null)) {
        table.replaceAtNode(node, value);
        return;
      }
    }
    operations.setIndex(object, name, value);
  }
}
