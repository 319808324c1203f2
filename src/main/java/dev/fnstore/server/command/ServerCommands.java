package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Call;
import dev.fnstore.server.dispatch.Command;
import dev.fnstore.server.info.InfoReport;
import dev.fnstore.server.script.ScriptMonitor;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** TIME, INFO, SHUTDOWN. */
public final class ServerCommands {
  private final InfoReport info;
  private final ScriptMonitor monitor;
  private final Runnable stop;

  /**
   * The commands.
   *
   * @param stop begins to end the process, and returns at once
   */
  public ServerCommands(InfoReport info, ScriptMonitor monitor, Runnable stop) {
    this.info = info;
    this.monitor = monitor;
    this.stop = stop;
  }

  public List<Command> all() {
    return List.of(
        Command.of(
            CommandSpec.command("time", 1)
                .flags("loading stale fast")
                .tips("nondeterministic_output")
                .group("server")
                .since("2.6.0")
                .summary("Tells the server's time.")
                .build(),
            this::time),
        Command.of(
            CommandSpec.command("info", -1)
                .flags("loading stale")
                .categories("dangerous")
                .tips("nondeterministic_output request_policy:all_shards response_policy:special")
                .group("server")
                .syntax("[section [section ...]]")
                .summary("Tells about the server.")
                .build(),
            info::reply),
        Command.of(
            CommandSpec.command("shutdown", -1)
                .flags("admin noscript loading stale no_multi allow_busy")
                .group("server")
                .complexity("O(1): what was acknowledged is on disk already")
                .syntax("[NOSAVE|SAVE] [NOW] [FORCE] [ABORT]")
                .summary("Ends the server.")
                .build(),
            this::shutdown));
  }

  /** Within a script time stands still until the script is busy, as in Valkey 8.1. */
  private Reply time(Call call) {
    boolean still = call.client().isScript() && !monitor.isBusy();
    Instant now = still ? monitor.stillTime(call.nowMs()) : Instant.now();
    return Reply.array(
        Reply.bulk(Long.toString(now.getEpochSecond())),
        Reply.bulk(Long.toString(now.getNano() / 1000)));
  }

  private Reply shutdown(Call call) {
    Set<String> known = Set.of("nosave", "save", "now", "force", "abort");
    boolean noSave = false;
    boolean save = false;
    boolean abort = false;
    for (Bytes option : call.words().subList(1, call.wordCount())) {
      String word = option.toLatin1().toLowerCase(Locale.ROOT);
      if (!known.contains(word)) {
        return Reply.err("syntax error");
      }
      noSave |= word.equals("nosave");
      save |= word.equals("save");
      abort |= word.equals("abort");
    }
    if ((noSave && save) || (abort && call.wordCount() > 2)) {
      return Reply.err("syntax error");
    } else if (abort) {
      return Reply.err("No shutdown in progress.");
    }
    if (!noSave && monitor.isBusy()) {
      return monitor.busyReply().<Reply>map(busy -> busy).orElse(Reply.OK);
    }
    call.client().close();
    stop.run();
    return Reply.NONE; // the connection closes, as Valkey's does
  }
}
