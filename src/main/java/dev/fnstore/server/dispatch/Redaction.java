package dev.fnstore.server.dispatch;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.server.config.ServerConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps passwords out of what operators are shown of others' commands: where Valkey does so, and in
 * an AUTH of too many words.
 */
public final class Redaction {
  private static final Bytes REDACTED = Bytes.of("(redacted)");

  private Redaction() {}

  /** The words of a command as they may be shown. */
  public static List<Bytes> of(CommandSpec spec, List<Bytes> words) {
    return switch (spec.name()) {
      case "auth" -> redact(words, 1, words.size());
      case "hello" -> hello(words);
      case "acl|setuser", "acl|getuser", "acl|deluser" -> redact(words, 2, words.size());
      case "config|set" -> configSet(words);
      default -> words;
    };
  }

  private static List<Bytes> hello(List<Bytes> words) {
    for (int i = 2; i + 2 < words.size(); i++) {
      if (words.get(i).equalsIgnoreCase("auth")) {
        return redact(words, i + 1, i + 3);
      } else if (words.get(i).equalsIgnoreCase("setname")) {
        i++;
      }
    }
    return words;
  }

  private static List<Bytes> configSet(List<Bytes> words) {
    List<Bytes> shown = words;
    for (int i = 2; i + 1 < words.size(); i += 2) {
      if (ServerConfig.isSecret(words.get(i))) {
        shown = redact(shown, i + 1, i + 2);
      }
    }
    return shown;
  }

  private static List<Bytes> redact(List<Bytes> words, int from, int to) {
    List<Bytes> shown = new ArrayList<>(words);
    shown.subList(from, to).replaceAll(word -> REDACTED);
    return shown;
  }
}
