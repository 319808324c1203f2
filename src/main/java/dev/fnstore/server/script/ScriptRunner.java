package dev.fnstore.server.script;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.engine.LibraryInstance;
import dev.fnstore.engine.ScriptCode;
import dev.fnstore.engine.ScriptException;
import dev.fnstore.engine.ScriptHost;
import dev.fnstore.model.FunctionFlag;
import dev.fnstore.model.RegisteredFunction;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Call;
import dev.fnstore.server.dispatch.Dispatcher;
import dev.fnstore.server.dispatch.Statistics;
import dev.fnstore.server.metrics.FunctionCounters;
import dev.fnstore.store.FunctionStore;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs functions and scripts, one at a time, on the executor thread. */
public final class ScriptRunner {
  private static final Reply.ErrorReply WRITE_FLAG =
      Reply.err("Can not execute a script with write flag using *_ro command.");
  private static final Reply.ErrorReply OUT_OF_MEMORY =
      Reply.ErrorReply.of(
          "OOM allow-oom flag is not set on the script, can not run it when used memory >"
              + " 'maxmemory'");

  private final FunctionStore store;
  private final Supplier<Dispatcher> dispatcher;
  private final Statistics statistics;
  private final ScriptMonitor monitor;
  private final ScriptBarrier barrier;
  private final FunctionStatistics functions;

  /** What is counted of scripts, and of functions of the past: nobody asks for it. */
  private final FunctionCounters unasked = new FunctionCounters();

  private boolean denyScriptsOff;
  private @Nullable Left begun;

  /** A call that was left on the way. */
  private record Left(LibraryInstance instance, RunningScript running) {}

  public ScriptRunner(
      FunctionStore store,
      Supplier<Dispatcher> dispatcher,
      Statistics statistics,
      ScriptMonitor monitor,
      ScriptBarrier barrier,
      FunctionStatistics functions) {
    this.store = store;
    this.dispatcher = dispatcher;
    this.statistics = statistics;
    this.monitor = monitor;
    this.barrier = barrier;
    this.functions = functions;
  }

  /** What was called, with its arguments, and whether the command that called it may write. */
  public record Invocation(
      Call call, List<Bytes> keys, List<Bytes> arguments, boolean readOnlyCommand) {}

  /** Starts the library that a function is of, or finds it started. */
  public interface Starter {
    LibraryInstance start() throws ScriptException;
  }

  /** Where calls of a function are counted; the same until the registry changes. */
  public FunctionCounters counters(RegisteredFunction function) {
    return functions.of(function);
  }

  /** Calls a function of the registry. */
  public Reply run(RegisteredFunction function, FunctionCounters counters, Invocation invocation) {
    return run(function, () -> store.instance(function.library()), counters, invocation);
  }

  /** Calls a function in the instance that {@code starter} gives, and counts nothing. */
  public Reply run(RegisteredFunction function, Starter starter, Invocation invocation) {
    return run(function, starter, unasked, invocation);
  }

  private Reply run(
      RegisteredFunction function,
      Starter starter,
      FunctionCounters counters,
      Invocation invocation) {
    Set<FunctionFlag> flags = function.spec().flags();
    Reply.ErrorReply refusal = precondition(flags, invocation);
    if (refusal != null) {
      return refusal;
    }
    barrier.beforeScript();
    Bytes name = function.spec().name();
    RunningScript running = running(name, counters, invocation);
    LibraryInstance instance;
    try {
      instance = starter.start();
    } catch (ScriptException e) {
      Reply failed = new Reply.ErrorReply(Bytes.of("ERR ").concat(e.text()));
      count(running, failed);
      return failed;
    }
    ScriptHost host = host(running, rights(flags, invocation), invocation.call());
    return run(running, () -> instance.call(name, invocation.keys(), invocation.arguments(), host));
  }

  /** The instance of a function's library, or null if the library would have to run for one. */
  public @Nullable LibraryInstance running(RegisteredFunction function) {
    return store.running(function.library());
  }

  /**
   * Calls a function of a library that is {@link #running}.
   *
   * @return null if it proved long and was left: {@link #finish} comes next
   */
  public @Nullable Reply begin(
      RegisteredFunction function,
      LibraryInstance instance,
      FunctionCounters counters,
      Invocation invocation) {
    Set<FunctionFlag> flags = function.spec().flags();
    Reply.ErrorReply refusal = precondition(flags, invocation);
    if (refusal != null) {
      return refusal;
    }
    Bytes name = function.spec().name();
    RunningScript running = running(name, counters, invocation);
    ScriptHost host = host(running, rights(flags, invocation), invocation.call());
    monitor.begin(running);
    Reply reply = null;
    try {
      reply = instance.begin(name, invocation.keys(), invocation.arguments(), host);
      begun = reply == null ? new Left(instance, running) : null;
      return reply;
    } finally {
      if (begun == null) {
        ended(running, reply);
      }
    }
  }

  private RunningScript running(Bytes function, FunctionCounters counters, Invocation invocation) {
    return new RunningScript(
        RunningScript.Kind.FUNCTION,
        function,
        invocation.call().words(),
        dispatcher.get().startNanos(),
        counters);
  }

  /** Finishes the call that {@link #begin} has left. */
  public Reply finish() {
    Left left = begun;
    if (left == null) {
      throw new IllegalStateException("no call was left");
    }
    begun = null;
    Reply reply = null;
    try {
      reply = left.instance().finish();
      return reply;
    } finally {
      ended(left.running(), reply);
    }
  }

  /**
   * Runs a script of EVAL.
   *
   * @param flags what its shebang declares, or null if it has none: then nothing is checked before
   *     it runs, and each of its calls is
   */
  public Reply run(
      ScriptCode code, Bytes sha1, @Nullable Set<FunctionFlag> flags, Invocation invocation) {
    if (flags != null) {
      Reply.ErrorReply refusal = precondition(flags, invocation);
      if (refusal != null) {
        return refusal;
      }
    }
    barrier.beforeScript();
    RunningScript running =
        new RunningScript(
            RunningScript.Kind.EVAL,
            sha1,
            invocation.call().words(),
            dispatcher.get().startNanos(),
            unasked);
    RunRights rights = rights(flags == null ? Set.of() : flags, invocation);
    ScriptHost host = host(running, rights, invocation.call());
    return run(running, () -> code.run(invocation.keys(), invocation.arguments(), host));
  }

  private Reply.@Nullable ErrorReply precondition(Set<FunctionFlag> flags, Invocation invocation) {
    if (flags.contains(FunctionFlag.NO_WRITES)) {
      return null;
    } else if (invocation.readOnlyCommand()) {
      return WRITE_FLAG;
    } else if (!flags.contains(FunctionFlag.ALLOW_OOM)
        && dispatcher.get().isOutOfMemory(invocation.call().nowMs())) {
      return OUT_OF_MEMORY;
    }
    return null;
  }

  private RunRights rights(Set<FunctionFlag> flags, Invocation invocation) {
    boolean noWrites = flags.contains(FunctionFlag.NO_WRITES);
    return new RunRights(
        invocation.readOnlyCommand() || noWrites,
        noWrites || flags.contains(FunctionFlag.ALLOW_OOM),
        dispatcher.get().isOutOfMemory(invocation.call().nowMs()));
  }

  private ScriptHost host(RunningScript running, RunRights rights, Call call) {
    return new ScriptCalls(
        dispatcher.get(), statistics, call.client(), running, rights, call.nowMs(), denyScriptsOff);
  }

  private Reply run(RunningScript running, Supplier<Reply> body) {
    monitor.begin(running);
    Reply reply = null;
    try {
      reply = body.get();
      return reply;
    } finally {
      ended(running, reply);
    }
  }

  /** A run is over, with no reply where it was thrown out of. */
  private void ended(RunningScript running, @Nullable Reply reply) {
    monitor.end();
    if (running.kind() == RunningScript.Kind.FUNCTION) {
      count(running, reply);
    }
  }

  private void count(RunningScript running, @Nullable Reply reply) {
    boolean hasFailed = reply == null || reply instanceof Reply.ErrorReply;
    FunctionCounters counters = running.counters();
    counters.ran(running.elapsedNanos(), hasFailed, statistics.isLatencyTracked());
    if (running.isKilled()) {
      counters.killed();
    }
  }

  /** DEBUG SET-DISABLE-DENY-SCRIPTS: scripts may call what is not for scripts. */
  public void disableDenyScripts(boolean off) {
    this.denyScriptsOff = off;
  }
}
