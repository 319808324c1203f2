package dev.fnstore.engine.lua;

import org.luaj.vm2.LuaValue;

/** The light userdata NULL: {@code cjson.null}. */
final class NullPointer extends LuaValue {
  static final NullPointer INSTANCE = new NullPointer();

  private NullPointer() {}

  @Override
  public int type() {
    return TLIGHTUSERDATA;
  }

  @Override
  public String typename() {
    return "userdata";
  }
}
