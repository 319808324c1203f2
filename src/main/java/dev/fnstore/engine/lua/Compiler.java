package dev.fnstore.engine.lua;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;
import org.luaj.vm2.compiler.LuaC;

/**
 * Text to {@link Code}. The grammar is checked first by one of our own, because LuaJ's compiler
 * takes Lua 5.2 and words its errors otherwise; then LuaJ generates the code.
 */
final class Compiler {
  private static final Pattern LINE_AND_TEXT = Pattern.compile(":(\\d+): ([^:]*)$");

  private Compiler() {}

  /**
   * Compiles a chunk of text; binary chunks are refused as the text they are not.
   *
   * @param chunkName as {@code loadstring} takes it: {@code @user_function}, or the text itself
   * @throws LuaRaise with the message, position included
   */
  static Code compile(byte[] source, String chunkName) {
    try {
      byte[] checked = new Grammar(source, chunkName).check();
      Prototype prototype = LuaC.instance.compile(new ByteArrayInputStream(checked), "@chunk");
      return new Code(prototype, chunkName);
    } catch (LuaError refused) {
      throw LuaRaise.of(Str.latin1(message(refused, chunkName)), 0);
    } catch (StackOverflowError tooDeep) {
      String text = ChunkName.inSyntaxErrors(chunkName) + ":1: chunk has too many syntax levels";
      throw LuaRaise.of(Str.latin1(text), 0);
    } catch (OutOfMemoryError tooLarge) {
      throw LuaRaise.of(Str.latin1("not enough memory"), 0);
    } catch (IOException | RuntimeException failure) {
      if (failure instanceof LuaRaise raise) {
        throw raise;
      }
      String text = ChunkName.inSyntaxErrors(chunkName) + ":1: function or expression too complex";
      throw LuaRaise.of(Str.latin1(text), 0);
    }
  }

  /** What our grammar let pass is only too much: LuaJ's text of that, with the chunk's own name. */
  private static String message(LuaError refused, String chunkName) {
    String text = String.valueOf(refused.getMessage());
    Matcher parts = LINE_AND_TEXT.matcher(text);
    return ChunkName.inSyntaxErrors(chunkName)
        + (parts.find() ? ":" + parts.group(1) + ": " + parts.group(2) : ":1: " + text);
  }

  /** The chunk as a function with its globals in {@code environment}. */
  static Closure load(Code code, LuaValue environment) {
    Cell[] cells = new Cell[code.captures.length];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = new Cell(new LuaValue[] {environment}, 0);
    }
    return new Closure(code, cells);
  }
}
