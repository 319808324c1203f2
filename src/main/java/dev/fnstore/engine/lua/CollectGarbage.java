package dev.fnstore.engine.lua;

import java.util.List;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** {@code collectgarbage}: Java collects; the answers are those of C Lua. */
final class CollectGarbage {
  private static final List<String> OPTIONS =
      List.of("stop", "restart", "collect", "count", "step", "setpause", "setstepmul");

  private CollectGarbage() {}

  static Varargs apply(Varargs arguments) {
    LuaString text = Args.string(arguments, 1, Str.of("collect"));
    String option = Str.latin1(text);
    if (!OPTIONS.contains(option)) {
      throw LuaRaise.argument(1, "invalid option '" + option + "'");
    }
    Args.integer(arguments, 2, 0);
    return switch (option) {
      case "count" -> Num.of(usedKilobytes());
      case "step" -> LuaValue.FALSE;
      case "setpause", "setstepmul" -> Num.of(200);
      default -> Num.ZERO;
    };
  }

  static double usedKilobytes() {
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) / 1024.0;
  }
}
