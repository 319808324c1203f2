package dev.fnstore.acl;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who a client can be. Immutable: a change of a user is another one of the same name. */
public final class User {
  /** The user that clients are until they say who they are. */
  public static final Bytes DEFAULT_NAME = Bytes.of("default");

  private final Bytes name;
  private final boolean enabled;
  private final boolean noPassword;
  private final boolean sanitizesPayload;
  private final List<PasswordHash> passwords;
  private final List<Selector> selectors;
  private final boolean unrestricted;

  /**
   * A user.
   *
   * @param enabled whether clients can become this user; those that are stay so
   * @param noPassword whether any password will do; then none is kept
   * @param sanitizesPayload kept and shown: what a payload holds is always checked here
   * @param selectors the user's own permissions first, then those in parentheses
   */
  User(
      Bytes name,
      boolean enabled,
      boolean noPassword,
      boolean sanitizesPayload,
      List<PasswordHash> passwords,
      List<Selector> selectors) {
    this.name = name;
    this.enabled = enabled;
    this.noPassword = noPassword;
    this.sanitizesPayload = sanitizesPayload;
    this.passwords = List.copyOf(passwords);
    this.selectors = List.copyOf(selectors);
    this.unrestricted = selectors.stream().anyMatch(Selector::isUnrestricted);
  }

  /** A user who can do nothing yet: off, without a password, with empty permissions. */
  static User created(Bytes name, boolean allChannels) {
    return new User(name, false, false, true, List.of(), List.of(Selector.empty(allChannels)));
  }

  public Bytes name() {
    return name;
  }

  /** Whether clients can become this user. */
  public boolean isEnabled() {
    return enabled;
  }

  /** Whether any password will do, if the user is enabled. */
  public boolean hasNoPassword() {
    return noPassword;
  }

  boolean sanitizesPayload() {
    return sanitizesPayload;
  }

  public List<PasswordHash> passwords() {
    return passwords;
  }

  /** The user's own permissions first, then those in parentheses. */
  public List<Selector> selectors() {
    return selectors;
  }

  /** Whether there is nothing that the user may not do; cheap. */
  public boolean isUnrestricted() {
    return unrestricted;
  }

  /** The permissions that are not in parentheses. */
  public Selector root() {
    return selectors.get(0);
  }

  /** Whether clients are this user, if it is the default one, without any word. */
  public boolean isOpen() {
    return enabled && noPassword;
  }

  public boolean accepts(Bytes password) {
    if (!enabled || noPassword) {
      return enabled;
    }
    PasswordHash given = PasswordHash.of(password);
    boolean found = false;
    for (PasswordHash known : passwords) {
      found |= known.matches(given);
    }
    return found;
  }

  /**
   * Why the user may not run a command, or null if the user may.
   *
   * @param words as many as the command takes
   */
  public @Nullable Denial check(CommandSpec command, List<Bytes> words) {
    Denial told = null;
    for (Selector selector : selectors) {
      Denial denial = selector.check(command, words);
      if (denial == null) {
        return null;
      }
      told = told == null ? denial : told.orMoreTelling(denial);
    }
    return told;
  }

  /** Whether the rights by which the user may run a command let it read every key. */
  public boolean readsAnyKey(CommandSpec command, List<Bytes> words) {
    return selectors.stream()
        .anyMatch(each -> each.readsAnyKey() && each.check(command, words) == null);
  }

  /**
   * The channels that are left to this user's subscribers, or null if none of the rights that
   * {@code before} had is gone.
   */
  public @Nullable ChannelRights channelsLeftOf(User before) {
    ChannelRights now = channels();
    return now.covers(before.channels()) ? null : now;
  }

  private ChannelRights channels() {
    ChannelRights all = ChannelRights.NONE;
    for (Selector selector : selectors) {
      all = all.or(selector.channels());
    }
    return all;
  }

  /** The flags as ACL GETUSER lists them. */
  public List<String> flags() {
    List<String> flags = new ArrayList<>();
    flags.add(enabled ? "on" : "off");
    if (noPassword) {
      flags.add("nopass");
    }
    flags.add(sanitizesPayload ? "sanitize-payload" : "skip-sanitize-payload");
    return flags;
  }

  /** The line of an ACL file, without its end: {@code user name rule rule …}. */
  public Bytes describe() {
    StringBuilder start = new StringBuilder();
    flags().forEach(flag -> start.append(' ').append(flag));
    Bytes text = Bytes.of("user ").concat(name).concat(Bytes.of(start.toString()));
    for (PasswordHash password : passwords) {
      text = text.concat(Bytes.of(" #")).concat(password.hex());
    }
    text = text.concat(Bytes.of(" ")).concat(root().describe());
    for (Selector selector : selectors.subList(1, selectors.size())) {
      text = text.concat(Bytes.of(" (")).concat(selector.describe()).concat(Bytes.of(")"));
    }
    return text;
  }
}
