package dev.fnstore.engine.lua;

import java.util.BitSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Decides which functions are translated to machine code, and when. */
final class Translator {
  private static final int MOST_WAITING = 1000;

  /** One for all engines, of low priority; it ends when it is not needed. */
  private static final ExecutorService BACKGROUND = background();

  private final Vm vm;
  private final Translation.Mode mode;

  Translator(Vm vm, Translation.Mode mode) {
    this.vm = vm;
    this.mode = mode;
  }

  private static ExecutorService background() {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            task -> {
              Thread thread = new Thread(null, task, "lua-translator", 16L << 20);
              thread.setDaemon(true);
              return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy());
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /** At the start of a function that is interpreted. */
  void entered(Code code) {
    Translation translation = code.translation;
    if (translation.isEntryWarm() && mode == Translation.Mode.WARM && translation.request()) {
      inBackground(translation, () -> translate(code));
    }
    if (isWaitedFor()) {
      translation.warmUpLoops();
    }
  }

  /** The code of a function that is to be translated before it first runs. */
  @Nullable MachineCode atOnce(Code code) {
    if (mode == Translation.Mode.AT_ONCE && code.translation.request()) {
      translate(code);
    }
    return code.translation.machine;
  }

  /** The code of the loop that a frame is at the beginning of, if there is some. */
  @Nullable LoopCode loop(Frame frame) {
    Translation translation = frame.code.translation;
    int pc = frame.pc;
    LoopCode present = translation.loop(pc);
    if (present == null) {
      present = requested(frame, pc);
      if (present == null) {
        translation.coolDownLoops();
        return null;
      }
    }
    if (!present.fits(frame)) {
      translation.forgetLoop(pc);
      return null;
    }
    return present;
  }

  private @Nullable LoopCode requested(Frame frame, int pc) {
    Translation translation = frame.code.translation;
    if (mode == Translation.Mode.NEVER || !translation.requestLoop(pc)) {
      return null;
    }
    BitSet numeric = NumericRegisters.in(frame.stack);
    if (isWaitedFor()) {
      translate(frame.code, pc, numeric);
    } else {
      inBackground(translation, () -> translate(frame.code, pc, numeric));
    }
    return translation.loop(pc);
  }

  /** Whether what runs waits until a loop is translated. */
  private boolean isWaitedFor() {
    return mode == Translation.Mode.AT_ONCE || mode == Translation.Mode.LOOPS_AT_ONCE;
  }

  /** Arithmetic has met something else than numbers. */
  void surprise(Code code, int place) {
    code.translation.surprise(place);
  }

  /** What cannot be translated, for whatever reason, stays interpreted. */
  private static void inBackground(Translation translation, Runnable task) {
    BACKGROUND.execute(
        () -> {
          try {
            task.run();
          } catch (RuntimeException | LinkageError | StackOverflowError refused) {
            translation.refuse();
          }
        });
  }

  private void translate(Code code) {
    Translation translation = code.translation;
    int generation = translation.generation();
    MachineCode made = MachineCodeWriter.function(vm, code, translation.surprises());
    if (made == null) {
      translation.refuse();
    } else {
      translation.publish(made, generation);
    }
  }

  private void translate(Code code, int pc, BitSet numeric) {
    Translation translation = code.translation;
    int generation = translation.generation();
    LoopCode made = MachineCodeWriter.loop(vm, code, pc, numeric, translation.surprises());
    if (made != null) {
      translation.publish(pc, made, generation);
    }
  }
}
