package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Integers;
import dev.fnstore.command.CommandFlag;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.command.KeySpec;
import dev.fnstore.engine.LibraryInstance;
import dev.fnstore.model.FunctionFlag;
import dev.fnstore.model.RegisteredFunction;
import dev.fnstore.registry.RegistryImage;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Call;
import dev.fnstore.server.dispatch.Command;
import dev.fnstore.server.metrics.FunctionCounters;
import dev.fnstore.server.script.ScriptRunner;
import dev.fnstore.store.FunctionStore;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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

  private static final int MOST_KNOWN_CALLS = 10_000;
  private static final int CALLS_AFTER_A_LONG_ONE = 100;

  private final CommandSpec spec;
  private final boolean readOnly;
  private final FunctionStore store;
  private final ScriptRunner runner;

  /** By the name as clients write it; of the image {@link #calledIn}. */
  private final Map<Bytes, Called> calls = new HashMap<>();

  private @Nullable RegistryImage calledIn;

  /** The last call that was looked up: each is asked about several times. */
  private @Nullable Call lastCall;

  private @Nullable Called lastCalled;

  /** What is known of a function that has been called. */
  private static final class Called {
    private final RegisteredFunction function;
    private final Set<CommandFlag> flags;
    private @Nullable LibraryInstance instance;
    private @Nullable FunctionCounters counters;
    private int callsForExecutor;

    Called(RegisteredFunction function, Set<CommandFlag> flags) {
      this.function = function;
      this.flags = flags;
    }

    /** Whether it is worth to begin on an event loop; asked once for each call. */
    boolean isExpectedShort() {
      return callsForExecutor == 0 || --callsForExecutor == 0;
    }

    /** It was left: its next calls are the executor's from their beginning. */
    void provedLong() {
      callsForExecutor = CALLS_AFTER_A_LONG_ONE;
    }
  }

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
    Called called = called(call);
    return called == null ? spec.flags() : called.flags;
  }

  /** The function that is called, or null if there is none of this name. */
  @SuppressWarnings("ReferenceEquality") // an image that has changed is another object
  private @Nullable Called called(Call call) {
    if (call != lastCall || store.pending() != calledIn) {
      lastCalled = look(call);
      lastCall = call;
    }
    return lastCalled;
  }

  @SuppressWarnings("ReferenceEquality")
  private @Nullable Called look(Call call) {
    RegistryImage image = store.pending();
    if (image != calledIn) {
      calls.clear();
      calledIn = image;
    }
    Bytes name = call.word(1);
    Called known = calls.get(name);
    if (known != null) {
      return known;
    }
    Optional<RegisteredFunction> function = image.function(name);
    if (function.isEmpty()) {
      return null;
    }
    Called called = new Called(function.get(), declared(spec, function.get().spec().flags()));
    if (calls.size() < MOST_KNOWN_CALLS) {
      calls.put(name, called);
    }
    return called;
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
    Called called = called(call);
    lastCall = null; // its words may be large
    Reply.ErrorReply refusal = refusal(call, called);
    return refusal != null || called == null
        ? Objects.requireNonNull(refusal)
        : runner.run(called.function, counters(called), invocation(call));
  }

  @Override
  public boolean mayBegin(Call call) {
    Called called = called(call);
    return called == null || (called.isExpectedShort() && instance(called) != null);
  }

  @Override
  public @Nullable Reply begin(Call call) {
    Called called = called(call);
    LibraryInstance instance = called == null ? null : instance(called);
    if (called == null || instance == null) {
      return run(call);
    }
    lastCall = null;
    Reply.ErrorReply refusal = refusal(call, called);
    if (refusal != null) {
      return refusal;
    }
    Reply reply = runner.begin(called.function, instance, counters(called), invocation(call));
    if (reply == null) {
      called.provedLong();
    }
    return reply;
  }

  @Override
  public Reply finish() {
    return runner.finish();
  }

  private FunctionCounters counters(Called called) {
    FunctionCounters known = called.counters;
    if (known == null) {
      known = runner.counters(called.function);
      called.counters = known;
    }
    return known;
  }

  private @Nullable LibraryInstance instance(Called called) {
    LibraryInstance known = called.instance;
    if (known == null || known.isSpent()) {
      known = runner.running(called.function);
      called.instance = known;
    }
    return known;
  }

  private static Reply.@Nullable ErrorReply refusal(Call call, @Nullable Called called) {
    if (called == null) {
      return Reply.err("Function not found");
    }
    OptionalLong keyCount = Integers.parse(call.word(2));
    return keyCount.isEmpty()
        ? Reply.err("Bad number of keys provided")
        : KeyedArguments.check(call, keyCount.getAsLong());
  }

  private ScriptRunner.Invocation invocation(Call call) {
    return KeyedArguments.of(call, Integers.parse(call.word(2)).orElseThrow(), readOnly);
  }
}
