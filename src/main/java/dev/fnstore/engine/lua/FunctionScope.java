package dev.fnstore.engine.lua;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the grammar needs to know of a function while it reads it: names, for Lua 5.1's limits. */
final class FunctionScope {
  static final int MOST_LOCALS = 200;
  static final int MOST_UPVALUES = 60;

  final @Nullable FunctionScope parent;
  final boolean isVararg;
  private final int line;
  private final List<String> locals = new ArrayList<>();
  private final Set<String> upvalues = new LinkedHashSet<>();
  private final Deque<Integer> blocks = new ArrayDeque<>();
  private final Deque<Boolean> loops = new ArrayDeque<>();

  /**
   * @param line where the function begins, 0 for a chunk
   */
  FunctionScope(@Nullable FunctionScope parent, boolean isVararg, int line) {
    this.parent = parent;
    this.isVararg = isVararg;
    this.line = line;
  }

  void open(boolean isLoop) {
    blocks.push(locals.size());
    loops.push(isLoop);
  }

  void close() {
    loops.pop();
    locals.subList(blocks.pop(), locals.size()).clear();
  }

  boolean inLoop() {
    return loops.contains(true);
  }

  /** The text of the error if {@code more} locals are too many, else empty. */
  String checkLocals(int more) {
    return locals.size() + more > MOST_LOCALS ? tooMany(MOST_LOCALS, "local variables") : "";
  }

  void declare(String name) {
    locals.add(name);
  }

  /** Notes that {@code name} is read; the text of the error if that takes too many upvalues. */
  String use(String name) {
    if (locals.contains(name)) {
      return "";
    }
    return capture(name);
  }

  private String capture(String name) {
    if (upvalues.contains(name) || parent == null) {
      return "";
    }
    if (!parent.knows(name)) {
      return "";
    }
    String error = parent.use(name);
    if (!error.isEmpty()) {
      return error;
    }
    if (upvalues.size() >= MOST_UPVALUES) {
      return tooMany(MOST_UPVALUES, "upvalues");
    }
    upvalues.add(name);
    return "";
  }

  private boolean knows(String name) {
    return locals.contains(name) || (parent != null && parent.knows(name));
  }

  private String tooMany(int limit, String what) {
    String who = line == 0 ? "main function" : "function at line " + line;
    return who + " has more than " + limit + " " + what;
  }
}
