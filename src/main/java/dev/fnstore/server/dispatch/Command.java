package dev.fnstore.server.dispatch;

import dev.fnstore.command.CommandFlag;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.keyspace.KeyWait;
import dev.fnstore.registry.RefusedException;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.metrics.CommandCounters;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A command: what it is and what it does. */
public interface Command {
  CommandSpec spec();

  /** Runs it; refusals are replies too. */
  Reply run(Call call);

  /**
   * The flags that the checks before it run go by: FCALL takes those of the function that it calls.
   */
  default Set<CommandFlag> effectiveFlags(Call call) {
    return spec().flags();
  }

  /**
   * Whether this call may begin on the event loop that read it, where nobody else runs commands: it
   * is short, or can be left where it proves long. Never true of what changes functions, which
   * waits for the disk, and of what may wait for anything else.
   */
  default boolean mayBegin(Call call) {
    return false;
  }

  /**
   * Begins a call that {@link #mayBegin}.
   *
   * @return its reply, or null if it was left where it proved long: then {@link #finish} comes next
   */
  default @Nullable Reply begin(Call call) {
    return run(call);
  }

  /** Finishes what {@link #begin} has left; by the executor, before anything else runs. */
  default Reply finish() {
    throw new IllegalStateException(spec().name() + " leaves nothing to finish");
  }

  /**
   * What this call reads of history before it can be answered, or null if it does not: then it is
   * run. Never asked within a transaction or a script.
   *
   * @throws RefusedException with what the client is told
   */
  default @Nullable Reading reading(Call call) throws RefusedException {
    return null;
  }

  /**
   * What this call waits for before it can be answered, or null if it can be now. Never asked
   * within a transaction or a script.
   */
  default @Nullable KeyWait waiting(Call call) {
    return null;
  }

  /** What has happened to it; only a command of a {@link CommandTable} has counters. */
  default CommandCounters counters() {
    throw new IllegalStateException(spec().name() + " is not in a command table");
  }

  /** What a command does, where that fits in one method. */
  interface Handler {
    Reply run(Call call);
  }

  /** A command without ado. */
  static Command of(CommandSpec spec, Handler handler) {
    return of(spec, handler, false);
  }

  /** A command that is always short and changes nothing that outlives the process. */
  static Command brief(CommandSpec spec, Handler handler) {
    return of(spec, handler, true);
  }

  private static Command of(CommandSpec spec, Handler handler, boolean isBrief) {
    return new Command() {
      @Override
      public CommandSpec spec() {
        return spec;
      }

      @Override
      public Reply run(Call call) {
        return handler.run(call);
      }

      @Override
      public boolean mayBegin(Call call) {
        return isBrief;
      }
    };
  }
}
