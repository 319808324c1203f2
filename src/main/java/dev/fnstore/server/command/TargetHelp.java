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
          .with("STATUS [<target>]", "Tell what each node holds, as it was last seen.")
          .with("PLAN <target> [<point>]", "Tell what APPLY would do, node by node.")
          .with(
              "APPLY <target> [<point>] [REACHABLE] [MESSAGE <text>]",
              "Bring every node to what it should hold, or none.",
              "* REACHABLE: leave out nodes that cannot be reached.")
          .with(
              "IMPORT <target> [NODE <address>] [FLUSH|APPEND|REPLACE] [MESSAGE <text>]",
              "Restore here what the nodes of a target hold.")
          .reply();

  private TargetHelp() {}
}
