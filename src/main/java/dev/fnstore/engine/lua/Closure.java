package dev.fnstore.engine.lua;

import org.luaj.vm2.LuaFunction;

/** A Lua function with what it captured. */
final class Closure extends LuaFunction {
  final Code code;
  final Cell[] cells;

  Closure(Code code, Cell[] cells) {
    this.code = code;
    this.cells = cells;
  }
}
