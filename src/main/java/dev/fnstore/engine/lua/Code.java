package dev.fnstore.engine.lua;

import static org.luaj.vm2.Lua.OP_SETLIST;
import static org.luaj.vm2.Lua.OP_VARARG;

import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;
import org.luaj.vm2.Upvaldesc;

/**
 * A compiled function: LuaJ's prototype with its numbers as ours. Immutable, so shareable.
 *
 * <p>As in Lua 5.1, every function with {@code ...}, a chunk excepted, has one more local after its
 * parameters: {@code arg}, a table of the further arguments with their number in {@code n}. Where
 * the body reads {@code ...} itself the table is not made, and {@code arg} begins as nil. The
 * grammar writes it as a last parameter, which no argument goes to.
 */
final class Code {
  final int[] instructions;
  final LuaValue[] constants;
  final Code[] inner;
  final Upvaldesc[] captures;

  /** How many arguments have a register; the register of {@code arg} is the one after them. */
  final int parameters;

  final boolean isVararg;

  /** Whether there is a register for {@code arg}. */
  final boolean hasArgumentVariable;

  /** Whether the table for {@code arg} is wanted. */
  final boolean hasArgumentTable;

  final int stackSize;

  /** As given to the compiler, with its {@code @} or {@code =}. */
  final String source;

  /** As messages show it. */
  final String chunkName;

  final Prototype prototype;

  /** To machine code, as far as it has come. */
  final Translation translation = new Translation();

  private final int[] lines;

  /** The code of a chunk. */
  Code(Prototype prototype, String source) {
    this(prototype, source, true);
  }

  private Code(Prototype prototype, String source, boolean isChunk) {
    this.prototype = prototype;
    this.source = source;
    this.chunkName = ChunkName.display(source);
    this.instructions = prototype.code;
    this.lines = prototype.lineinfo;
    this.captures = prototype.upvalues;
    this.isVararg = prototype.is_vararg != 0;
    this.hasArgumentVariable = isVararg && !isChunk;
    this.hasArgumentTable = hasArgumentVariable && !readsFurtherArguments(instructions);
    this.parameters = prototype.numparams - (hasArgumentVariable ? 1 : 0);
    this.stackSize = Math.max(prototype.maxstacksize, prototype.numparams) + 2;
    this.constants = new LuaValue[prototype.k.length];
    for (int i = 0; i < constants.length; i++) {
      LuaValue constant = prototype.k[i];
      constants[i] =
          constant instanceof LuaNumber
              ? Num.of(constant.todouble())
              : constant instanceof LuaString name ? Interned.of(name) : constant;
    }
    this.inner = new Code[prototype.p.length];
    for (int i = 0; i < inner.length; i++) {
      inner[i] = new Code(prototype.p[i], source, false);
    }
  }

  /** The compiler writes the instruction for each {@code ...}, be it reached or not. */
  private static boolean readsFurtherArguments(int[] instructions) {
    for (int pc = 0; pc < instructions.length; pc++) {
      int instruction = instructions[pc];
      int operation = instruction & 0x3f;
      if (operation == OP_VARARG) {
        return true;
      } else if (operation == OP_SETLIST && (instruction >> 14 & 0x1ff) == 0) {
        pc++; // a bare number follows
      }
    }
    return false;
  }

  int line(int pc) {
    return pc >= 0 && pc < lines.length ? lines[pc] : -1;
  }

  String captureName(int index) {
    LuaString name = captures[index].name;
    return name == null ? "?" : Str.latin1(name);
  }
}
