package dev.fnstore.acl;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandSpec;
import java.util.List;
import java.util.Map;

/** Which words of a command are channels that the user must have a right to. */
enum ChannelWords {
  NONE,
  FIRST,
  ALL,
  /** Patterns, which are not matched but must be allowed as they are. */
  ALL_PATTERNS;

  /** To unsubscribe needs no right. */
  private static final Map<String, ChannelWords> OF_COMMANDS =
      Map.of(
          "publish", FIRST,
          "spublish", FIRST,
          "subscribe", ALL,
          "ssubscribe", ALL,
          "psubscribe", ALL_PATTERNS);

  static ChannelWords of(CommandSpec command) {
    return OF_COMMANDS.getOrDefault(command.name(), NONE);
  }

  /** The position behind the last of them; the first is at 1. */
  int end(List<Bytes> words) {
    return switch (this) {
      case NONE -> 1;
      case FIRST -> Math.min(2, words.size());
      case ALL, ALL_PATTERNS -> words.size();
    };
  }
}
