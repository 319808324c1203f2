package dev.fnstore.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code fnstore tag}. */
@Command(
    name = "tag",
    description = {"Names points in history.", "FUNCTION TAG."},
    mixinStandardHelpOptions = true)
final class TagCommand {
  private TagCommand() {}

  /** With its subcommands. */
  static CommandLine line(Surroundings surroundings) {
    return new CommandLine(new TagCommand())
        .addSubcommand(new TagSetCommand(surroundings))
        .addSubcommand(new TagListCommand(surroundings))
        .addSubcommand(new TagDeleteCommand(surroundings));
  }
}
