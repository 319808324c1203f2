package dev.fnstore.server.dispatch;

import dev.fnstore.command.CommandFlag;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.metrics.CommandCounters;
import java.util.Set;

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
    return new Command() {
      @Override
      public CommandSpec spec() {
        return spec;
      }

      @Override
      public Reply run(Call call) {
        return handler.run(call);
      }
    };
  }
}
