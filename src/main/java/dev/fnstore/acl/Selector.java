package dev.fnstore.acl;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.command.Keys;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A set of permissions. A user may do what at least one of the user's selectors allows on its own.
 *
 * @param allKeys whether all keys may be used; then there are no patterns
 */
public record Selector(
    CommandRights commands, boolean allKeys, List<KeyPattern> keys, ChannelRights channels) {
  public Selector {
    keys = List.copyOf(keys);
  }

  /** One that allows nothing, or no more than all channels. */
  static Selector empty(boolean allChannels) {
    ChannelRights channels = allChannels ? ChannelRights.ALL : ChannelRights.NONE;
    return new Selector(CommandRights.NONE, false, List.of(), channels);
  }

  /** Whether it allows all there is. */
  boolean isUnrestricted() {
    return commands.isAll() && allKeys && channels.all();
  }

  /** Why it does not allow a command, or null if it does. */
  @Nullable Denial check(CommandSpec command, List<Bytes> words) {
    if (!commands.allows(command, words)) {
      return new Denial(Denial.Reason.COMMAND, 0, Bytes.of(command.name()));
    }
    Denial keyDenied = allKeys ? null : checkKeys(command, words);
    return keyDenied != null || channels.all() ? keyDenied : checkChannels(command, words);
  }

  /** Where the words do not say which are keys, the command will say so itself. */
  private @Nullable Denial checkKeys(CommandSpec command, List<Bytes> words) {
    if (command.keySpecs().isEmpty()) {
      return null;
    }
    for (Keys.Found found : Keys.of(command, words).orElse(List.of())) {
      if (found.isKey() && !allowsKey(found)) {
        return new Denial(Denial.Reason.KEY, found.position(), found.key());
      }
    }
    return null;
  }

  private boolean allowsKey(Keys.Found found) {
    for (KeyPattern pattern : keys) {
      if (pattern.allows(found.key(), found.flags())) {
        return true;
      }
    }
    return false;
  }

  private @Nullable Denial checkChannels(CommandSpec command, List<Bytes> words) {
    ChannelWords which = ChannelWords.of(command);
    for (int i = 1; i < which.end(words); i++) {
      if (!channels.allows(words.get(i), which == ChannelWords.ALL_PATTERNS)) {
        return new Denial(Denial.Reason.CHANNEL, i, words.get(i));
      }
    }
    return null;
  }

  boolean readsAnyKey() {
    return allKeys || keys.stream().anyMatch(KeyPattern::allowsToReadAll);
  }

  /** The commands that it allows, as rules. */
  public Bytes describeCommands() {
    return commands.describe();
  }

  /** The keys that it allows, as rules; empty if there are none. */
  public Bytes describeKeys() {
    if (allKeys) {
      return Bytes.of("~*");
    }
    Bytes text = Bytes.EMPTY;
    for (KeyPattern pattern : keys) {
      text = text.isEmpty() ? pattern.describe() : text.concat(spaced(pattern.describe()));
    }
    return text;
  }

  /** The channels that it allows, as rules; empty if there are none. */
  public Bytes describeChannels() {
    return channels.describe();
  }

  /** All its rules. */
  Bytes describe() {
    Bytes keyRules = describeKeys();
    Bytes channelRules = channels.describe();
    Bytes text = keyRules.isEmpty() ? keyRules : keyRules.concat(Bytes.of(" "));
    if (!channels.all()) {
      text = text.concat(Bytes.of("resetchannels "));
    }
    if (!channelRules.isEmpty()) {
      text = text.concat(channelRules).concat(Bytes.of(" "));
    }
    return text.concat(commands.describe());
  }

  private static Bytes spaced(Bytes rule) {
    return Bytes.of(" ").concat(rule);
  }
}
