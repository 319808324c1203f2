package dev.fnstore.engine.lua;

import java.util.ArrayList;
import java.util.List;

/**
 * A piece of a generated program. Its parts are texts, which stay as they are, and trees, which may
 * be shrunk: what a program needs to terminate stands in texts.
 */
record LuaTree(Kind kind, List<Object> parts) {
  /** How a tree is rendered, and what it may be shrunk to. */
  enum Kind {
    /** Statements, each in lines of its own. */
    BLOCK,
    STATEMENT,
    /** One value. */
    EXPRESSION
  }

  LuaTree {
    parts = List.copyOf(parts);
  }

  static LuaTree block(List<LuaTree> statements) {
    return new LuaTree(Kind.BLOCK, List.copyOf(statements));
  }

  static LuaTree statement(Object... parts) {
    return new LuaTree(Kind.STATEMENT, List.of(parts));
  }

  static LuaTree expression(Object... parts) {
    return new LuaTree(Kind.EXPRESSION, List.of(parts));
  }

  LuaTree with(int index, Object part) {
    List<Object> changed = new ArrayList<>(parts);
    changed.set(index, part);
    return new LuaTree(kind, changed);
  }

  LuaTree without(int from, int to) {
    List<Object> fewer = new ArrayList<>(parts);
    fewer.subList(from, to).clear();
    return new LuaTree(kind, fewer);
  }

  /** The trees among the parts. */
  List<LuaTree> children() {
    return parts.stream().filter(LuaTree.class::isInstance).map(LuaTree.class::cast).toList();
  }

  String render() {
    StringBuilder out = new StringBuilder();
    render(out, 0);
    return out.toString();
  }

  private void render(StringBuilder out, int depth) {
    if (kind != Kind.BLOCK) {
      renderParts(out, depth);
      return;
    }
    if (depth > 0) {
      out.append('\n');
    }
    for (Object statement : parts) {
      out.append("  ".repeat(depth));
      ((LuaTree) statement).render(out, depth);
      out.append('\n');
    }
    out.append("  ".repeat(Math.max(depth - 1, 0)));
  }

  private void renderParts(StringBuilder out, int depth) {
    for (Object part : parts) {
      if (part instanceof LuaTree tree) {
        tree.render(out, tree.kind == Kind.BLOCK ? depth + 1 : depth);
      } else {
        out.append(part);
      }
    }
  }
}
