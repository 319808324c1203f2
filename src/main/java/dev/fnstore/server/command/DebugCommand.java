package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Call;
import dev.fnstore.server.dispatch.Command;
import dev.fnstore.server.dispatch.CommitFailedError;
import dev.fnstore.server.script.ScriptRunner;
import dev.fnstore.store.FunctionStore;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** DEBUG: for tests, and refused unless {@code enable-debug-command} allows it. */
public final class DebugCommand implements Command {
  private static final Logger LOG = LoggerFactory.getLogger(DebugCommand.class);

  private static final Reply HELP_REPLY =
      new HelpText("DEBUG")
          .with("ERROR <message>", "Answer with this error.")
          .with("LOG <message>", "Write a message to the server's log.")
          .with("PROTOCOL <type>", "Answer with a value of a type of the protocol.")
          .with(
              "RELOAD [MERGE] [NOFLUSH] [NOSAVE]",
              "Forget the registry and all compiled code, and replay them from the event log.")
          .with("SET-DISABLE-DENY-SCRIPTS <0|1>", "Let scripts call what is not for scripts.")
          .with("SET-SKIP-CHECKSUM-VALIDATION <0|1>", "Let RESTORE take a bad checksum.")
          .with("SLEEP <seconds>", "Keep the executor from running commands.")
          .reply();

  private final CommandSpec spec =
      CommandSpec.command("debug", -2)
          .flags("admin noscript loading stale")
          .group("server")
          .complexity("Depends on subcommand.")
          .summary("For tests of the server.")
          .build();

  private final FunctionStore store;
  private final ScriptRunner runner;
  private final ChecksumSwitch checksums;
  private final DatasetCheck dataset;

  /** Whether there is any key: a reload that keeps what is there would meet it again. */
  public interface DatasetCheck {
    boolean isEmpty(long nowMs);
  }

  public DebugCommand(
      FunctionStore store, ScriptRunner runner, ChecksumSwitch checksums, DatasetCheck dataset) {
    this.store = store;
    this.runner = runner;
    this.checksums = checksums;
    this.dataset = dataset;
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Reply run(Call call) {
    return switch (call.word(1).toLatin1().toLowerCase(Locale.ROOT)) {
      case "help" -> HELP_REPLY;
      case "error" -> call.wordCount() == 3 ? new Reply.ErrorReply(call.word(2)) : unknown(call);
      case "protocol" -> call.wordCount() == 3 ? DebugProtocol.reply(call) : unknown(call);
      case "log" -> log(call);
      case "reload" -> reload(call);
      case "sleep" -> call.wordCount() == 3 ? sleep(call) : unknown(call);
      case "set-disable-deny-scripts" -> {
        runner.disableDenyScripts(isOne(call));
        yield Reply.OK;
      }
      case "set-skip-checksum-validation" -> {
        checksums.verify(!isOne(call));
        yield Reply.OK;
      }
      default -> unknown(call);
    };
  }

  private static Reply unknown(Call call) {
    return Words.wrongSubcommand(call.word(1), "DEBUG");
  }

  private static boolean isOne(Call call) {
    return call.wordCount() > 2 && call.word(2).equals(Bytes.of("1"));
  }

  private static Reply log(Call call) {
    if (call.wordCount() > 2) {
      LOG.info("DEBUG LOG: {}", call.word(2));
    }
    return Reply.OK;
  }

  /**
   * What is in memory goes and comes back from the log. Valkey's NOFLUSH keeps what is there and
   * then fails to load it again, unless MERGE lets it; that answer is kept.
   */
  private Reply reload(Call call) {
    boolean flush = true;
    boolean merge = false;
    for (Bytes option : call.words().subList(2, call.wordCount())) {
      if (option.equalsIgnoreCase("noflush")) {
        flush = false;
      } else if (option.equalsIgnoreCase("merge")) {
        merge = true;
      } else if (!option.equalsIgnoreCase("nosave")) {
        return Reply.err("DEBUG RELOAD only supports the MERGE, NOFLUSH and NOSAVE options.");
      }
    }
    boolean nothingThere = store.pending().libraryCount() == 0 && dataset.isEmpty(call.nowMs());
    if (!flush && !merge && !nothingThere) {
      return Reply.err("Error trying to load the RDB dump, check server logs.");
    }
    try {
      store.reload();
      return Reply.OK;
    } catch (RuntimeException e) {
      throw new CommitFailedError(e); // what is in memory is no longer what is on disk
    }
  }

  private static Reply sleep(Call call) {
    try {
      double seconds = Double.parseDouble(call.word(2).toLatin1());
      Thread.sleep((long) (seconds * 1000));
      return Reply.OK;
    } catch (NumberFormatException e) {
      return Reply.OK; // what is no number is no time
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Reply.err("interrupted");
    }
  }
}
