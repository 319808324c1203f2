package dev.fnstore.engine.lua;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes a program that fails as small as it can while it still fails. */
final class LuaTreeShrinker {
  private static final List<LuaTree> SIMPLEST =
      List.of(LuaTree.expression("nil"), LuaTree.expression("1"), LuaTree.expression("'a'"));

  private final Predicate<LuaTree> fails;
  private int attemptsLeft;

  LuaTreeShrinker(Predicate<LuaTree> fails, int mostAttempts) {
    this.fails = fails;
    this.attemptsLeft = mostAttempts;
  }

  LuaTree shrink(LuaTree program) {
    LuaTree smallest = program;
    LuaTree before;
    do {
      before = smallest;
      smallest = shrinkPart(smallest, tree -> tree);
    } while (!smallest.equals(before) && attemptsLeft > 0);
    return smallest;
  }

  /**
   * @param placed the program with another tree in place of {@code part}
   */
  private LuaTree shrinkPart(LuaTree part, Function<LuaTree, LuaTree> placed) {
    LuaTree smallest = part;
    for (LuaTree found = part; found != null; found = smallerThatFails(smallest, placed)) {
      smallest = found;
    }
    for (int i = 0; i < smallest.parts().size(); i++) {
      if (smallest.parts().get(i) instanceof LuaTree child) {
        int index = i;
        LuaTree parent = smallest;
        LuaTree shrunk = shrinkPart(child, tree -> placed.apply(parent.with(index, tree)));
        smallest = parent.with(index, shrunk);
      }
    }
    return smallest;
  }

  private @Nullable LuaTree smallerThatFails(LuaTree part, Function<LuaTree, LuaTree> placed) {
    for (LuaTree smaller : smaller(part)) {
      if (attemptsLeft-- <= 0) {
        return null;
      }
      if (fails.test(placed.apply(smaller))) {
        return smaller;
      }
    }
    return null;
  }

  private static List<LuaTree> smaller(LuaTree tree) {
    List<LuaTree> smaller = new ArrayList<>();
    if (tree.kind() == LuaTree.Kind.BLOCK) {
      int size = tree.parts().size();
      for (int length = size; length >= 1; length = length == 1 ? 0 : (length + 1) / 2) {
        for (int from = 0; from + length <= size; from += length) {
          smaller.add(tree.without(from, from + length));
        }
      }
    } else if (tree.kind() == LuaTree.Kind.STATEMENT) {
      for (LuaTree child : tree.children()) {
        if (child.kind() == LuaTree.Kind.BLOCK) {
          smaller.add(LuaTree.statement("do ", child, "end"));
        }
      }
      smaller.remove(tree);
    } else if (!SIMPLEST.contains(tree)) {
      smaller.addAll(SIMPLEST);
      for (LuaTree child : tree.children()) {
        if (child.kind() == LuaTree.Kind.EXPRESSION) {
          smaller.add(child);
        }
      }
    }
    return smaller;
  }
}
