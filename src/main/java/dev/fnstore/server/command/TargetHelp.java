package dev.fnstore.server.command;

import dev.fnstore.resp.Reply;

/** What TARGET HELP answers. */
final class TargetHelp {
  static final Reply REPLY =
      new HelpText("TARGET")
          .with(
              "ADD <target> <uri> [<uri> ...] [MODE <EXCLUSIVE|MANAGED>] [AUTO <YES|NO>]",
              "[LIBRARIES <pattern> [<pattern> ...]] [TAG <tag>] [REPLACE] [MESSAGE <text>]",
              "Describe a deployment of servers that is to be kept in step.",
              "* MODE: exclusive (it holds exactly our libraries), or managed (the default: only",
              "  what was deployed there is replaced or removed).",
              "* AUTO: whether every change is deployed as it commits, and drift is healed.",
              "* LIBRARIES: only those whose names match.",
              "* TAG: it follows a tag, and not the newest revision.",
              "* REPLACE: describe it anew; what was deployed there stays known.")
          .with(
              "REMOVE <target> [MESSAGE <text>]",
              "Forget a target; its servers keep what they hold.")
          .with("LIST", "List the targets as they are described.")
          .reply();

  private TargetHelp() {}
}
