package dev.fnstore.server.command;

import dev.fnstore.resp.Reply;
import java.util.ArrayList;
import java.util.List;

/** The replies of the HELP subcommands, laid out as Valkey lays them out. */
final class HelpText {
  private final List<Reply> lines = new ArrayList<>();

  /** Help for a container, such as FUNCTION. */
  HelpText(String container) {
    lines.add(
        Reply.simple(container + " <subcommand> [<arg> [value] [opt] ...]. Subcommands are:"));
  }

  /** Adds a subcommand with the lines that explain it. */
  HelpText with(String syntax, String... explanation) {
    lines.add(Reply.simple(syntax));
    for (String line : explanation) {
      lines.add(Reply.simple("    " + line));
    }
    return this;
  }

  Reply reply() {
    with("HELP", "Print this help.");
    return Reply.array(List.copyOf(lines));
  }
}
