package dev.fnstore.engine.lua;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The random numbers of a generated program, and the variables that can be seen where it is. */
final class ProgramScope {
  /** What a variable holds as a rule. */
  enum VariableType {
    NUMBER,
    STRING,
    BOOLEAN,
    TABLE,
    FUNCTION,
    ANY
  }

  /** A local variable. */
  record Variable(String name, VariableType type) {}

  // a Lua function has at most 60 upvalues
  private static final int MOST_VARIABLES = 40;

  private final Random random;
  private final List<Variable> variables = new ArrayList<>();
  private int named;
  private int budget;

  /** Loops around the current place, within its function. */
  int loops;

  boolean inCoroutine;
  boolean hasVarargs;

  ProgramScope(long seed, int budget) {
    random = new Random(seed);
    this.budget = budget;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean chance(int percent) {
    return below(100) < percent;
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  final <T> T pick(T... choices) {
    return choices[below(choices.length)];
  }

  <T> T pick(List<T> choices) {
    return choices.get(below(choices.size()));
  }

  /** Uses up a part of the program's size; false if nothing is left. */
  boolean spend() {
    return --budget >= 0;
  }

  boolean hasRoom() {
    return variables.size() < MOST_VARIABLES;
  }

  String freshName(String prefix) {
    return prefix + ++named;
  }

  void declare(String name, VariableType type) {
    variables.add(new Variable(name, type));
  }

  int mark() {
    return variables.size();
  }

  /** Forgets what was declared since {@link #mark} gave {@code mark}. */
  void leave(int mark) {
    variables.subList(mark, variables.size()).clear();
  }

  List<String> names(VariableType type) {
    return variables.stream().filter(v -> v.type() == type).map(Variable::name).toList();
  }

  /** A variable of the type, else {@code otherwise}. */
  String variable(VariableType type, String otherwise) {
    List<String> names = names(type);
    return names.isEmpty() ? otherwise : pick(names);
  }

  /** A variable of any type, else {@code otherwise}. */
  String anyVariable(String otherwise) {
    return variables.isEmpty() ? otherwise : pick(variables).name();
  }
}
