package dev.fnstore.engine.lua;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/**
 * The globals of a chunk: a read-only view of the load-time or of the run-time globals, whichever
 * applies now. What neither has is an error, not nil.
 */
final class Environment extends Table {
  private Table globals;

  Environment(Table globals) {
    this.globals = globals;
    this.metatable = refusingUnknown();
    freeze();
  }

  void show(Table other) {
    globals = other;
  }

  @Override
  Table storage() {
    return globals;
  }

  @Override
  public LuaValue rawget(LuaValue key) {
    return globals.rawget(key);
  }

  /** A metatable that makes reading what a table does not have an error. */
  static Table refusingUnknown() {
    return new Library()
        .add(
            "__index",
            arguments -> {
              LuaString name = Str.coerce(arguments.arg(2));
              throw LuaRaise.error(
                  "Script attempted to access nonexistent global variable '"
                      + (name == null ? "?" : Str.latin1(name))
                      + "'");
            })
        .frozen();
  }
}
