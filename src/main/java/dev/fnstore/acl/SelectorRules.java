package dev.fnstore.acl;

import dev.fnstore.acl.RuleException.Reason;
import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.AclCategories;
import dev.fnstore.command.CommandSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The rules that change the permissions of a selector: those on commands, keys and channels. */
final class SelectorRules {
  private final CommandCatalog catalog;

  SelectorRules(CommandCatalog catalog) {
    this.catalog = catalog;
  }

  /** {@code selector} as it is after {@code rule}. */
  Selector apply(Selector selector, Bytes rule) throws RuleException {
    switch (lower(rule)) {
      case "allkeys", "~*" -> {
        return keys(selector, true, List.of());
      }
      case "resetkeys" -> {
        return keys(selector, false, List.of());
      }
      case "allchannels", "&*" -> {
        return channels(selector, ChannelRights.ALL);
      }
      case "resetchannels" -> {
        return channels(selector, ChannelRights.NONE);
      }
      case "allcommands", "+@all" -> {
        return commands(selector, CommandRights.all(catalog));
      }
      case "nocommands", "-@all" -> {
        return commands(selector, CommandRights.NONE);
      }
      default -> {
        return rule.isEmpty() ? refuse(Reason.SYNTAX) : applyPrefixed(selector, rule);
      }
    }
  }

  private Selector applyPrefixed(Selector selector, Bytes rule) throws RuleException {
    Bytes rest = rule.slice(1, rule.length());
    boolean isCategory = rest.length() > 0 && rest.at(0) == '@';
    switch (rule.at(0)) {
      case '~' -> {
        return keyPattern(selector, new KeyPattern(rest, true, true));
      }
      case '%' -> {
        return limitedKeyPattern(selector, rest);
      }
      case '&' -> {
        return channelPattern(selector, rest);
      }
      case '+' -> {
        return commands(
            selector,
            isCategory ? category(selector, rest, true) : allow(selector.commands(), rest));
      }
      case '-' -> {
        return commands(
            selector,
            isCategory
                ? category(selector, rest, false)
                : selector.commands().with(command(rest), false));
      }
      default -> throw new RuleException(Reason.SYNTAX);
    }
  }

  private static Selector refuse(Reason reason) throws RuleException {
    throw new RuleException(reason);
  }

  private static Selector keys(Selector selector, boolean all, List<KeyPattern> keys) {
    return new Selector(selector.commands(), all, keys, selector.channels());
  }

  private static Selector channels(Selector selector, ChannelRights channels) {
    return new Selector(selector.commands(), selector.allKeys(), selector.keys(), channels);
  }

  private static Selector commands(Selector selector, CommandRights commands) {
    return new Selector(commands, selector.allKeys(), selector.keys(), selector.channels());
  }

  /** What follows {@code %}: R, W or both, then {@code ~} and the pattern. */
  private static Selector limitedKeyPattern(Selector selector, Bytes rest) throws RuleException {
    if (selector.allKeys()) {
      return refuse(Reason.KEYS_AFTER_ALL);
    }
    boolean read = false;
    boolean write = false;
    int at = 0;
    while (at < rest.length() && rest.at(at) != '~') {
      int letter = Character.toUpperCase(rest.at(at++));
      if (letter == 'R' && !read) {
        read = true;
      } else if (letter == 'W' && !write) {
        write = true;
      } else {
        return refuse(Reason.SYNTAX);
      }
    }
    if (!read && !write) {
      return refuse(Reason.SYNTAX);
    }
    Bytes pattern = rest.slice(Math.min(at + 1, rest.length()), rest.length());
    return keyPattern(selector, new KeyPattern(pattern, read, write));
  }

  private static Selector keyPattern(Selector selector, KeyPattern more) throws RuleException {
    if (selector.allKeys()) {
      return refuse(Reason.KEYS_AFTER_ALL);
    }
    requireNoSpaces(more.pattern());
    List<KeyPattern> keys = new ArrayList<>(selector.keys());
    for (int i = 0; i < keys.size(); i++) {
      if (keys.get(i).pattern().equals(more.pattern())) {
        keys.set(i, keys.get(i).with(more.read(), more.write()));
        return keys(selector, false, keys);
      }
    }
    keys.add(more);
    return keys(selector, false, keys);
  }

  private static Selector channelPattern(Selector selector, Bytes pattern) throws RuleException {
    if (selector.channels().all()) {
      return refuse(Reason.CHANNELS_AFTER_ALL);
    }
    requireNoSpaces(pattern);
    return channels(selector, selector.channels().with(pattern));
  }

  private static void requireNoSpaces(Bytes pattern) throws RuleException {
    if (hasSpaces(pattern)) {
      throw new RuleException(Reason.SYNTAX);
    }
  }

  /** White space would part what is written down into two rules. */
  static boolean hasSpaces(Bytes text) {
    for (byte b : text.shared()) {
      if (b == ' ' || (b >= '\t' && b <= '\r') || b == 0) {
        return true;
      }
    }
    return false;
  }

  private CommandRights category(Selector selector, Bytes atCategory, boolean allow)
      throws RuleException {
    String category = lower(atCategory.slice(1, atCategory.length()));
    if (!AclCategories.ALL.contains(category)) {
      throw new RuleException(Reason.UNKNOWN);
    }
    return selector.commands().withCategory(catalog, category, allow);
  }

  private CommandSpec command(Bytes name) throws RuleException {
    Optional<CommandSpec> command = catalog.spec(name);
    return command.orElseThrow(() -> new RuleException(Reason.UNKNOWN));
  }

  /** {@code command}, {@code container|subcommand}, or {@code command|word}. */
  private CommandRights allow(CommandRights rights, Bytes name) throws RuleException {
    int bar = lastBar(name);
    if (bar < 0) {
      return rights.with(command(name), true);
    }
    CommandSpec first = command(name.slice(0, bar));
    Bytes word = name.slice(bar + 1, name.length());
    if (first.name().indexOf('|') >= 0) {
      throw new RuleException(Reason.FIRST_WORD_OF_SUBCOMMAND);
    } else if (word.isEmpty()) {
      throw new RuleException(Reason.SYNTAX);
    } else if (first.isContainer()) {
      return rights.with(command(name), true);
    }
    requireOneWord(word);
    return rights.withFirstWord(first, word);
  }

  /** Valkey takes white space and quotes here, and dies once it is to show the rule. */
  private static void requireOneWord(Bytes word) throws RuleException {
    requireNoSpaces(word);
    if (word.indexOf((byte) '"', 0) >= 0 || word.indexOf((byte) '\'', 0) >= 0) {
      throw new RuleException(Reason.SYNTAX);
    }
  }

  private static int lastBar(Bytes name) {
    int last = -1;
    for (int bar = name.indexOf((byte) '|', 0); bar >= 0; bar = name.indexOf((byte) '|', bar + 1)) {
      last = bar;
    }
    return last;
  }

  private static String lower(Bytes rule) {
    return rule.toLatin1().toLowerCase(Locale.ROOT);
  }
}
