package dev.fnstore.engine.lua;

import dev.fnstore.engine.HeapGuard;
import dev.fnstore.engine.Interrupt;
import dev.fnstore.engine.ScriptInterrupted;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * What all that runs in one engine shares while it runs: the interrupt, the depth of calls, the
 * coroutine. Used by one thread at a time.
 */
@SuppressWarnings("ReferenceEquality") // nil, true, false and frames are one object each
final class Vm {
  /** What {@code coroutine.yield} gives to the interpreter instead of results. */
  static final Varargs YIELD =
      LuaValue.varargsOf(new LuaValue[] {LuaValue.NIL, LuaValue.NIL, LuaValue.NIL});

  static final String OUT_OF_MEMORY = "not enough memory";

  /** So often can C Lua nest calls from C; coroutines once more. */
  static final int MOST_JAVA_CALLS = 199;

  private static final int MOST_FRAMES = 16_000;

  /** So much machine code may be nested; what is deeper is interpreted, on the heap. */
  static final int MOST_NESTED = 200;

  /** In so few nothing that is small fills the heap's reserve. */
  private static final int STEPS_BETWEEN_LOOKS = 512;

  /** So soon an interrupt is noticed. */
  private static final int STEPS_BETWEEN_CHECKS = 64;

  /** What a run takes of them for its beginning, since a short one may never take so many. */
  private static final int STEPS_OF_BEGINNING = 8;

  final Operations operations = new Operations(this);
  final Interpreter interpreter = new Interpreter(this);
  final Translator translator;

  /** The metatable of all strings. */
  @Nullable Table stringMetatable;

  /** How many Lua frames are active. */
  int depth;

  /** How many functions and loops of machine code are nested. */
  int nested;

  /** The frames that were left together, by a yield or a {@link Relocation}, so far. */
  @Nullable Frame leftTop;

  private @Nullable Frame leftLast;

  /** How many times Java and Lua are nested: C Lua's limit of C calls. */
  int javaCalls;

  /** {@link #javaCalls} at the start of the running coroutine, which can yield only there. */
  int javaCallsOfCoroutine;

  @Nullable Coroutine running;

  /** What the last step of a traversal found beside its key. */
  LuaValue stepValue = LuaValue.NIL;

  /** Where an interrupt or a failure of the machine struck first. */
  private int struckLine = -1;

  private Interrupt interrupt = Interrupt.onRequest();

  /** Whether this run is left where it proves long; then it may take so many steps more. */
  private boolean isShort;

  private int steps;

  /** How many steps may be taken before the next {@link #check}, and were when it was last made. */
  private int allowance;

  private int allowed;

  private int stepsUntilLook = STEPS_BETWEEN_LOOKS;

  Vm() {
    this(Translation.Mode.NEVER);
  }

  /**
   * A machine.
   *
   * @param mode when functions are translated to machine code
   */
  Vm(Translation.Mode mode) {
    translator = new Translator(this, mode);
  }

  /** A run that takes as long as it takes. */
  void begin(Interrupt newInterrupt) {
    interrupt = newInterrupt;
    isShort = false;
    depth = 0;
    javaCalls = 0;
    javaCallsOfCoroutine = 0;
    nested = 0;
    leftTop = null;
    leftLast = null;
    running = null;
    struckLine = -1;
    stepsUntilLook -= STEPS_OF_BEGINNING + Math.max(0, allowed - allowance);
    allowed = 0;
    allowance = 0;
  }

  /**
   * A run that is left by a {@link Relocation} once it has taken {@code newSteps} steps, at least
   * 1.
   */
  void beginShort(Interrupt newInterrupt, int newSteps) {
    begin(newInterrupt);
    isShort = true;
    steps = newSteps;
  }

  boolean isShort() {
    return isShort;
  }

  /** Goes on with the run that a {@link Relocation} left; gives its results. */
  Varargs goOn() {
    isShort = false;
    javaCalls = 1 + iterationsLeft();
    try {
      return interpreter.goOn();
    } finally {
      javaCalls = 0;
    }
  }

  /** How many of the frames that were left are loops that wait for their iterator. */
  private int iterationsLeft() {
    int count = 0;
    for (Frame f = leftLast; f != null && f.caller != null; f = f.caller) {
      count += f.caller.isIterating() ? 1 : 0;
    }
    return count;
  }

  /** At the start of every Lua function. */
  void enter(Code code) {
    step();
    translator.entered(code);
    if (depth >= MOST_FRAMES) {
      throw LuaRaise.fault("stack overflow");
    }
    depth++;
  }

  /** At the start of machine code. */
  void enterNested() {
    step();
    if (depth >= MOST_FRAMES) {
      throw LuaRaise.fault("stack overflow");
    }
    depth++;
    nested++;
  }

  /** At the end of machine code. */
  void exitNested() {
    depth--;
    nested--;
  }

  /** The machine code of a function, if there is. */
  @Nullable MachineCode machine(Code code) {
    MachineCode present = code.translation.machine;
    return present == null ? translator.atOnce(code) : present;
  }

  /** Leaves a frame: the last one, or that which has called those that were left before. */
  void leave(Frame frame) {
    Frame callee = leftTop;
    if (callee == null) {
      leftLast = frame;
    } else {
      int call = frame.code.instructions[frame.pc - 1];
      callee.caller = frame;
      callee.resultRegister = Calls.resultRegister(call);
      callee.resultsWanted = Calls.resultsWanted(call);
    }
    leftTop = frame;
  }

  /** The frame that was left last; to be asked once, after {@link #leftTop}. */
  Frame takeLeft() {
    Frame last = leftLast;
    if (last == null) {
      throw new IllegalStateException("nothing was left");
    }
    leftLast = null;
    leftTop = null;
    return last;
  }

  /** In library functions that can take long. */
  void poll() {
    interrupt.poll();
  }

  /**
   * In library functions that can take long and only compute: such a run is left too, since what
   * the function has done so far can be done again.
   */
  void pollOfPureFunction() {
    step();
  }

  /** At every entry and backward jump. */
  void step() {
    if (--allowance < 0) {
      check();
    }
  }

  /** What a step is for: not at each, since loops are short. */
  private void check() {
    interrupt.poll();
    stepsUntilLook -= allowed + 1;
    if (stepsUntilLook < 0) {
      lookAtHeap();
    }
    int next = STEPS_BETWEEN_CHECKS;
    if (isShort) {
      steps -= allowed;
      if (steps <= 0) {
        throw Relocation.NOW;
      }
      next = Math.min(next, --steps);
    }
    allowed = next;
    allowance = next;
  }

  /** A run for which there is no room is ended for good: what it holds is what has to go. */
  private void lookAtHeap() {
    stepsUntilLook = STEPS_BETWEEN_LOOKS;
    if (HeapGuard.ofProcess().isFull()) {
      throw new ScriptInterrupted(OUT_OF_MEMORY);
    }
  }

  /** Before Java calls back into Lua: such a run cannot be left until it comes back. */
  void stepIn() {
    if (isShort && javaCalls > 0) {
      throw Relocation.NOW;
    }
  }

  /** Before a library function calls anything: from then on it could not be done again. */
  void leaveIfShort() {
    if (isShort) {
      throw Relocation.NOW;
    }
  }

  /**
   * Before a loop calls its iterator, which counts as C Lua counts it, as a call from C: no
   * coroutine can yield out of it.
   */
  void checkIteration() {
    if (javaCalls >= MOST_JAVA_CALLS) {
      throw LuaRaise.fault("C stack overflow");
    }
  }

  void strike(Frame frame) {
    if (struckLine < 0) {
      struckLine = frame.line();
    }
  }

  int struckLine() {
    return struckLine;
  }

  void forgetStrike() {
    struckLine = -1;
  }

  /** Calls from the interpreter itself (a metamethod): no level of its own for error positions. */
  Varargs call(LuaValue function, Varargs arguments) {
    LuaValue callee = function;
    Varargs given = arguments;
    if (!(callee instanceof Closure) && !(callee instanceof Builtin)) {
      given = LuaValue.varargsOf(callee, arguments);
      callee = operations.callHandler(callee);
    }
    int before = javaCalls;
    if (before >= MOST_JAVA_CALLS) {
      throw LuaRaise.fault("C stack overflow");
    }
    if (callee instanceof Closure) {
      stepIn();
    }
    javaCalls = before + 1;
    try {
      Varargs results =
          callee instanceof Closure closure ? run(closure, given) : ((Builtin) callee).apply(given);
      if (results == YIELD) {
        throw LuaRaise.fault("attempt to yield across metamethod/C-call boundary");
      }
      return results;
    } finally {
      javaCalls = before;
    }
  }

  /** Runs a function, by its machine code if it can be; gives its results, or {@link #YIELD}. */
  Varargs run(Closure closure, Varargs arguments) {
    MachineCode machine = machine(closure.code);
    return machine != null && nested < MOST_NESTED
        ? machine.call(closure, arguments)
        : interpreter.run(Frame.of(closure, arguments));
  }

  /** Calls from a library function, which is a level of its own for error positions. */
  Varargs callBack(LuaValue function, Varargs arguments) {
    leaveIfShort();
    try {
      return call(function, arguments);
    } catch (LuaRaise raise) {
      raise.passLibrary();
      throw raise;
    }
  }

  /** A failure of the machine as the Lua error that C Lua would give. */
  static LuaRaise asRaise(VirtualMachineError failure) {
    LuaString text =
        Str.of(failure instanceof StackOverflowError ? "stack overflow" : OUT_OF_MEMORY);
    return LuaRaise.of(text, 0);
  }
}
