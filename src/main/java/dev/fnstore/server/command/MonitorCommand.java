package dev.fnstore.server.command;

import dev.fnstore.command.CommandSpec;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Command;
import dev.fnstore.server.notify.Monitors;

/** MONITOR. */
public final class MonitorCommand {
  private static final CommandSpec SPEC =
      CommandSpec.command("monitor", 1)
          .flags("admin noscript loading stale")
          .group("server")
          .since("1.0.0")
          .summary("Shows every command as it runs.")
          .build();

  private MonitorCommand() {}

  public static Command of(Monitors monitors) {
    return Command.brief(
        SPEC,
        call -> {
          monitors.add(call.client());
          return Reply.OK;
        });
  }
}
