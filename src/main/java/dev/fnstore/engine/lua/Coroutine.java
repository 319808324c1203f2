package dev.fnstore.engine.lua;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * A coroutine: its frames, kept on the heap while it is suspended. It can be suspended only where
 * nothing but Lua frames are active, as in C Lua 5.1, so that it needs no thread.
 */
@SuppressWarnings("ReferenceEquality") // nil, true, false and frames are one object each
final class Coroutine extends LuaValue {
  /** What {@code coroutine.status} tells. */
  enum Status {
    SUSPENDED,
    RUNNING,
    NORMAL,
    DEAD
  }

  private final Vm vm;
  private final LuaValue body;
  private @Nullable Frame entry;
  private @Nullable Frame suspendedAt;
  private Varargs yielded = NONE;
  private int depth;
  private Status status = Status.SUSPENDED;
  private boolean started;

  Coroutine(Vm vm, LuaValue body) {
    this.vm = vm;
    this.body = body;
  }

  @Override
  public int type() {
    return TTHREAD;
  }

  @Override
  public String typename() {
    return "thread";
  }

  Status status() {
    return status;
  }

  /** Notes what is yielded; the interpreter then suspends. */
  Varargs suspendWith(Varargs values) {
    yielded = Operations.copy(values, 1, values.narg());
    return Vm.YIELD;
  }

  /**
   * Runs it until it yields, ends or raises.
   *
   * @throws LuaRaise what it raised; it is dead then
   */
  Varargs resume(Varargs arguments) {
    if (status == Status.DEAD) {
      throw LuaRaise.of(Str.of("cannot resume dead coroutine"), 0);
    } else if (status != Status.SUSPENDED) {
      String what = status == Status.RUNNING ? "running" : "normal";
      throw LuaRaise.of(Str.of("cannot resume " + what + " coroutine"), 0);
    }
    vm.stepIn();
    Coroutine resumer = vm.running;
    int callerDepth = vm.depth;
    int callerJavaCalls = vm.javaCalls;
    int callerBase = vm.javaCallsOfCoroutine;
    int callerNested = vm.nested;
    if (resumer != null) {
      resumer.status = Status.NORMAL;
    }
    vm.running = this;
    vm.depth = depth;
    status = Status.RUNNING;
    boolean finished = false;
    try {
      Varargs results = go(arguments);
      finished = true;
      if (results == Vm.YIELD) {
        depth = vm.depth;
        entry = vm.leftTop;
        suspendedAt = vm.takeLeft();
        status = Status.SUSPENDED;
        Varargs values = yielded;
        yielded = NONE;
        return values;
      }
      status = Status.DEAD;
      return results;
    } finally {
      if (!finished) {
        status = Status.DEAD;
      }
      vm.running = resumer;
      vm.depth = callerDepth;
      vm.javaCalls = callerJavaCalls;
      vm.nested = callerNested;
      vm.javaCallsOfCoroutine = callerBase;
      if (resumer != null) {
        resumer.status = Status.RUNNING;
      }
    }
  }

  private Varargs go(Varargs arguments) {
    vm.javaCalls++;
    vm.javaCallsOfCoroutine = vm.javaCalls;
    if (vm.javaCalls > Vm.MOST_JAVA_CALLS + 1) {
      throw LuaRaise.of(Str.of("C stack overflow"), 0);
    }
    if (!started) {
      started = true;
      return body instanceof Closure closure
          ? vm.run(closure, arguments)
          : ((Builtin) body).apply(arguments);
    }
    Frame first = entry;
    Frame last = suspendedAt;
    if (first == null || last == null) {
      return NONE;
    }
    entry = null;
    suspendedAt = null;
    return vm.interpreter.resume(first, last, arguments);
  }
}
