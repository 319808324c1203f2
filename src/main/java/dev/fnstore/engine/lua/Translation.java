package dev.fnstore.engine.lua;

import java.util.BitSet;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * How far a function has come on its way to machine code. Changed by the thread that runs, but for
 * what {@link #publish} brings from another.
 */
final class Translation {
  /** When functions are translated. */
  enum Mode {
    /** All are interpreted. */
    NEVER,
    /** Once they are warm, by a thread of its own. */
    WARM,
    /** Before they first run: for tests. */
    AT_ONCE,
    /** Only their loops, before they first come round: for tests. */
    LOOPS_AT_ONCE
  }

  private static final int WARM_ENTRIES = 100;
  private static final int WARM_JUMPS = 400;

  /** A function that has had to be translated so often anew stays interpreted. */
  private static final int MOST_ATTEMPTS = 20;

  /** In what was requested: the function; and a loop at its first instruction, others behind. */
  private static final int FUNCTION = 0;

  private static final int FIRST_LOOP = 1;

  /** What it runs as, if it is translated. */
  volatile @Nullable MachineCode machine;

  private volatile @Nullable AtomicReferenceArray<@Nullable LoopCode> loops;
  private @Nullable BitSet requested;
  private NumericRegisters.@Nullable Surprises surprises;
  private int entries;
  private int jumps;
  private int attempts;
  private int generation;

  /** Counts an interpreted run; whether there have been so many that it pays to translate it. */
  boolean isEntryWarm() {
    return ++entries >= WARM_ENTRIES;
  }

  /** As {@link #isEntryWarm}, of jumps back to the beginning of a loop. */
  boolean isLoopHot() {
    return ++jumps >= WARM_JUMPS;
  }

  void warmUpLoops() {
    if (jumps >= 0) {
      jumps = WARM_JUMPS;
    }
  }

  /** Waits for as much again. */
  void coolDownLoops() {
    jumps = 0;
  }

  /** It is interpreted for good. */
  synchronized void refuse() {
    entries = Integer.MIN_VALUE;
    jumps = Integer.MIN_VALUE;
    attempts = MOST_ATTEMPTS;
  }

  /**
   * Whether the function is to be translated; true once for each, unless it has to be made anew.
   */
  synchronized boolean request() {
    entries = Math.min(entries, 0);
    return request(FUNCTION);
  }

  /** As {@link #request}, of the loop that begins at {@code pc}. */
  synchronized boolean requestLoop(int pc) {
    return request(FIRST_LOOP + pc);
  }

  private boolean request(int what) {
    if (requested == null) {
      requested = new BitSet();
    }
    if (attempts >= MOST_ATTEMPTS || requested.get(what)) {
      return false;
    }
    requested.set(what);
    return true;
  }

  synchronized int generation() {
    return generation;
  }

  synchronized NumericRegisters.Surprises surprises() {
    return surprises == null ? new NumericRegisters.Surprises() : surprises.copy();
  }

  synchronized void publish(MachineCode code, int ofGeneration) {
    if (generation == ofGeneration) {
      machine = code;
    }
  }

  synchronized void publish(int pc, LoopCode code, int ofGeneration) {
    if (generation == ofGeneration) {
      AtomicReferenceArray<@Nullable LoopCode> present = loops;
      if (present == null || present.length() <= pc) {
        present = longer(present, pc + 1);
        loops = present;
      }
      present.set(pc, code);
    }
  }

  private static AtomicReferenceArray<@Nullable LoopCode> longer(
      @Nullable AtomicReferenceArray<@Nullable LoopCode> shorter, int length) {
    AtomicReferenceArray<@Nullable LoopCode> longer = new AtomicReferenceArray<>(length);
    for (int pc = 0; shorter != null && pc < shorter.length(); pc++) {
      longer.set(pc, shorter.get(pc));
    }
    return longer;
  }

  @Nullable LoopCode loop(int pc) {
    AtomicReferenceArray<@Nullable LoopCode> present = loops;
    return present == null || pc >= present.length() ? null : present.get(pc);
  }

  /** Everything is translated anew when it is warm again, knowing of {@code place}. */
  synchronized void surprise(int place) {
    if (surprises == null) {
      surprises = new NumericRegisters.Surprises();
    }
    surprises.add(place);
    startAnew();
  }

  /** The loop at {@code pc} is translated anew, since it was entered with other values. */
  synchronized void forgetLoop(int pc) {
    attempts++;
    AtomicReferenceArray<@Nullable LoopCode> present = loops;
    if (present != null) {
      present.set(pc, null);
    }
    if (requested != null && attempts < MOST_ATTEMPTS) {
      requested.clear(FIRST_LOOP + pc);
    }
    coolDownLoops();
  }

  private void startAnew() {
    generation++;
    attempts++;
    machine = null;
    loops = null;
    requested = null;
    entries = attempts < MOST_ATTEMPTS ? 0 : Integer.MIN_VALUE;
    jumps = entries;
  }
}
