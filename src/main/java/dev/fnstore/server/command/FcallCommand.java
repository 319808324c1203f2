package dev.fnstore.server.command;

import dev.fnstore.bytes.Integers;
import dev.fnstore.command.CommandFlag;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.command.KeySpec;
import dev.fnstore.model.FunctionFlag;
import dev.fnstore.model.RegisteredFunction;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Call;
import dev.fnstore.server.dispatch.Command;
import dev.fnstore.server.script.ScriptRunner;
import dev.fnstore.store.FunctionStore;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** FCALL and FCALL_RO. */
public final class FcallCommand implements Command {
  private static final CommandSpec FCALL =
      CommandSpec.command("fcall", -3)
          .flags("noscript stale skip_monitor no_mandatory_keys movablekeys may_replicate")
          .categories("scripting")
          .keys(
              KeySpec.keyNum(
                  2,
                  "RW access update",
                  "We cannot tell how the keys will be used so we assume the worst, RW and UPDATE"))
          .group("scripting")
          .since("7.0.0")
          .complexity("Depends on the function that is executed.")
          .syntax("function numkeys [key [key ...]] [arg [arg ...]]")
          .summary("Calls a function.")
          .build();

  private static final CommandSpec FCALL_RO =
      CommandSpec.command("fcall_ro", -3)
          .flags("noscript stale skip_monitor no_mandatory_keys movablekeys readonly")
          .categories("scripting")
          .keys(
              KeySpec.keyNum(
                  2,
                  "RO access",
                  "We cannot tell how the keys will be used so we assume the worst, RO and ACCESS"))
          .group("scripting")
          .since("7.0.0")
          .complexity("Depends on the function that is executed.")
          .syntax("function numkeys [key [key ...]] [arg [arg ...]]")
          .summary("Calls a function that does not write.")
          .build();

  private final CommandSpec spec;
  private final boolean readOnly;
  private final FunctionStore store;
  private final ScriptRunner runner;

  private FcallCommand(
      CommandSpec spec, boolean readOnly, FunctionStore store, ScriptRunner runner) {
    this.spec = spec;
    this.readOnly = readOnly;
    this.store = store;
    this.runner = runner;
  }

  /** Both commands. */
  public static List<Command> all(FunctionStore store, ScriptRunner runner) {
    return List.of(
        new FcallCommand(FCALL, false, store, runner),
        new FcallCommand(FCALL_RO, true, store, runner));
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Set<CommandFlag> effectiveFlags(Call call) {
    Optional<RegisteredFunction> function = store.pending().function(call.word(1));
    return function.isEmpty() ? spec.flags() : declared(spec, function.get().spec().flags());
  }

  /** The command's flags with what a function or script declares in place of its own. */
  static Set<CommandFlag> declared(CommandSpec spec, Set<FunctionFlag> declared) {
    EnumSet<CommandFlag> flags = EnumSet.copyOf(spec.flags());
    flags.remove(CommandFlag.MAY_REPLICATE);
    boolean noWrites = declared.contains(FunctionFlag.NO_WRITES);
    set(flags, CommandFlag.WRITE, !noWrites);
    set(flags, CommandFlag.DENYOOM, !noWrites && !declared.contains(FunctionFlag.ALLOW_OOM));
    set(flags, CommandFlag.STALE, declared.contains(FunctionFlag.ALLOW_STALE));
    return flags;
  }

  private static void set(EnumSet<CommandFlag> flags, CommandFlag flag, boolean on) {
    if (on) {
      flags.add(flag);
    } else {
      flags.remove(flag);
    }
  }

  @Override
  public Reply run(Call call) {
    Optional<RegisteredFunction> function = store.pending().function(call.word(1));
    if (function.isEmpty()) {
      return Reply.err("Function not found");
    }
    OptionalLong keyCount = Integers.parse(call.word(2));
    if (keyCount.isEmpty()) {
      return Reply.err("Bad number of keys provided");
    }
    Reply.ErrorReply refusal = KeyedArguments.check(call, keyCount.getAsLong());
    if (refusal != null) {
      return refusal;
    }
    return runner.run(function.get(), KeyedArguments.of(call, keyCount.getAsLong(), readOnly));
  }
}
