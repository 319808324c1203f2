package dev.fnstore.server.script;

import dev.fnstore.acl.User;
import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandFlag;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.engine.Interrupt;
import dev.fnstore.engine.ScriptHost;
import dev.fnstore.resp.Protocol;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Access;
import dev.fnstore.server.dispatch.Call;
import dev.fnstore.server.dispatch.Client;
import dev.fnstore.server.dispatch.Command;
import dev.fnstore.server.dispatch.CommandTable;
import dev.fnstore.server.dispatch.Dispatcher;
import dev.fnstore.server.dispatch.Statistics;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one run reaches of the server: the checks of {@code server.call}, in Valkey's order. */
final class ScriptCalls implements ScriptHost {
  private static final Logger LOG = LoggerFactory.getLogger("dev.fnstore.script");

  private static final Reply.ErrorReply UNKNOWN = Reply.err("Unknown command called from script");
  private static final Reply.ErrorReply WRONG_ARITY =
      Reply.err("Wrong number of args calling command from script");
  private static final Reply.ErrorReply NO_SCRIPT =
      Reply.err("This Redis command is not allowed from script");
  private static final Reply.ErrorReply READ_ONLY =
      Reply.err("Write commands are not allowed from read-only scripts.");
  private static final Reply.ErrorReply OUT_OF_MEMORY =
      Reply.ErrorReply.of("OOM command not allowed when used memory > 'maxmemory'.");

  private static final Reply.ErrorReply KILLED = Reply.err("Script killed by user.");

  private final Dispatcher dispatcher;
  private final Statistics statistics;
  private final Client caller;
  private @Nullable Client client;
  private final RunningScript running;
  private final RunRights rights;
  private final long nowMs;
  private final boolean denyScriptsOff;

  ScriptCalls(
      Dispatcher dispatcher,
      Statistics statistics,
      Client caller,
      RunningScript running,
      RunRights rights,
      long nowMs,
      boolean denyScriptsOff) {
    this.dispatcher = dispatcher;
    this.statistics = statistics;
    this.caller = caller;
    this.running = running;
    this.rights = rights;
    this.nowMs = nowMs;
    this.denyScriptsOff = denyScriptsOff;
  }

  /** Errors count here, whatever the script makes of them. */
  @Override
  public Reply call(List<Bytes> words, Protocol protocol) {
    Reply reply = answer(words, protocol);
    if (reply instanceof Reply.ErrorReply error) {
      statistics.error(error.text());
    }
    return reply;
  }

  private Reply answer(List<Bytes> words, Protocol protocol) {
    if (!(dispatcher.table().find(words) instanceof CommandTable.Known known)) {
      return UNKNOWN;
    }
    Command command = known.command();
    CommandSpec spec = command.spec();
    Reply.ErrorReply refusal = check(spec, words);
    if (refusal != null) {
      statistics.rejected(command);
      return refusal;
    }
    if (spec.has(CommandFlag.WRITE) && !running.markWrite()) {
      running.counters().writeRefused();
      return KILLED; // the engine's next poll ends the run
    }
    Client inner = client();
    inner.protocol(protocol);
    return dispatcher.execute(command, new Call(inner, spec, words, nowMs));
  }

  private Client client() {
    Client inner = client;
    if (inner == null) {
      inner = caller.forScript();
      client = inner;
    }
    return inner;
  }

  private Reply.@Nullable ErrorReply check(CommandSpec spec, List<Bytes> words) {
    if (!spec.takes(words)) {
      return WRONG_ARITY;
    } else if (spec.has(CommandFlag.NOSCRIPT) && !denyScriptsOff) {
      return NO_SCRIPT;
    }
    Reply.ErrorReply denied =
        caller.hasAllRights() ? null : access().checkInScript(call(spec, words));
    Reply.ErrorReply refusal = denied != null ? denied : checkRights(spec);
    if (refusal != null && mayWrite(spec)) {
      running.counters().writeRefused();
    }
    return refusal;
  }

  private Reply.@Nullable ErrorReply checkRights(CommandSpec spec) {
    if (rights.readOnly() && mayWrite(spec)) {
      return READ_ONLY;
    } else if (spec.has(CommandFlag.DENYOOM)
        && rights.startedOutOfMemory()
        && !rights.allowOom()
        && !running.hasWritten()) {
      return OUT_OF_MEMORY;
    }
    return null;
  }

  private Call call(CommandSpec spec, List<Bytes> words) {
    return new Call(caller, spec, words, nowMs);
  }

  private Access access() {
    return dispatcher.access();
  }

  private static boolean mayWrite(CommandSpec spec) {
    return spec.has(CommandFlag.WRITE) || spec.has(CommandFlag.MAY_REPLICATE);
  }

  @Override
  public AclAnswer mayCall(List<Bytes> words) {
    if (!(dispatcher.table().find(words) instanceof CommandTable.Known known)) {
      return AclAnswer.INVALID;
    }
    User user = caller.account().user();
    return user.check(known.command().spec(), words) == null ? AclAnswer.ALLOWED : AclAnswer.DENIED;
  }

  @Override
  public void log(LogLevel level, Bytes message) {
    switch (level) {
      case DEBUG -> LOG.debug("{}", message);
      case VERBOSE, NOTICE -> LOG.info("{}", message);
      case WARNING -> LOG.warn("{}", message);
    }
  }

  @Override
  public Interrupt interrupt() {
    return running.interrupt();
  }

  @Override
  public String toString() {
    return running.kind().name().toLowerCase(Locale.ROOT) + " " + running.name();
  }
}
