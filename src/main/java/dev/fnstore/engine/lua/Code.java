package dev.fnstore.engine.lua;

import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;
import org.luaj.vm2.Upvaldesc;

/** A compiled function: LuaJ's prototype with its numbers as ours. Immutable, so shareable. */
final class Code {
  final int[] instructions;
  final LuaValue[] constants;
  final Code[] inner;
  final Upvaldesc[] captures;
  final int parameters;
  final boolean isVararg;
  final int stackSize;

  /** As given to the compiler, with its {@code @} or {@code =}. */
  final String source;

  /** As messages show it. */
  final String chunkName;

  final Prototype prototype;
  private final int[] lines;

  Code(Prototype prototype, String source) {
    this.prototype = prototype;
    this.source = source;
    this.chunkName = ChunkName.display(source);
    this.instructions = prototype.code;
    this.lines = prototype.lineinfo;
    this.captures = prototype.upvalues;
    this.parameters = prototype.numparams;
    this.isVararg = prototype.is_vararg != 0;
    this.stackSize = Math.max(prototype.maxstacksize, parameters) + 2;
    this.constants = new LuaValue[prototype.k.length];
    for (int i = 0; i < constants.length; i++) {
      LuaValue constant = prototype.k[i];
      constants[i] = constant instanceof LuaNumber ? Num.of(constant.todouble()) : constant;
    }
    this.inner = new Code[prototype.p.length];
    for (int i = 0; i < inner.length; i++) {
      inner[i] = new Code(prototype.p[i], source);
    }
  }

  int line(int pc) {
    return pc >= 0 && pc < lines.length ? lines[pc] : -1;
  }

  String captureName(int index) {
    LuaString name = captures[index].name;
    return name == null ? "?" : Str.latin1(name);
  }

  /** An estimate of the bytes that this takes, inner functions included. */
  long weight() {
    long weight = 200 + instructions.length * 8L + constants.length * 48L;
    for (Code function : inner) {
      weight += function.weight();
    }
    return weight;
  }
}
