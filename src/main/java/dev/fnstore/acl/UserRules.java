package dev.fnstore.acl;

import dev.fnstore.acl.RuleException.Reason;
import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.QuotedWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/**
 * The rules of ACL SETUSER. What is not a rule on users ({@code on}, passwords, {@code ( … )} …) is
 * one on the user's own selector.
 */
public final class UserRules {
  private static final List<Bytes> OF_DEFAULT =
      List.of(
          Bytes.of("+@all"), Bytes.of("~*"), Bytes.of("&*"), Bytes.of("on"), Bytes.of("nopass"));

  private final SelectorRules selectorRules;
  private final BooleanSupplier newHaveAllChannels;

  /**
   * The rules on these commands.
   *
   * @param newHaveAllChannels whether new users and selectors may use all channels
   */
  public UserRules(CommandCatalog catalog, BooleanSupplier newHaveAllChannels) {
    this.selectorRules = new SelectorRules(catalog);
    this.newHaveAllChannels = newHaveAllChannels;
  }

  /** Whether a user can have this name, which is written down as one word. */
  public static boolean isName(Bytes name) {
    return !SelectorRules.hasSpaces(name);
  }

  /** A user who can do nothing yet. */
  public User create(Bytes name) {
    return User.created(name, newHaveAllChannels.getAsBoolean());
  }

  /** The default user of a server where nothing was said on users: needs no word, may do all. */
  public User createDefault() {
    User user = create(User.DEFAULT_NAME);
    try {
      for (Bytes rule : OF_DEFAULT) {
        user = apply(user, rule);
      }
    } catch (RuleException e) {
      throw new IllegalStateException("the rules of the default user are good ones", e);
    }
    return user;
  }

  /** {@code user} with this password only, or in need of none if there is none. */
  public static User withOnlyPassword(User user, List<PasswordHash> passwords) {
    Draft draft = new Draft(user);
    draft.noPassword = passwords.isEmpty();
    draft.passwords = new ArrayList<>(passwords);
    return draft.user();
  }

  /** {@code user} as it is after one rule, of those that {@link RuleWords} gives. */
  public User apply(User user, Bytes rule) throws RuleException {
    Draft draft = new Draft(user);
    if (!rule.isEmpty()) {
      apply(draft, rule);
    }
    return draft.user();
  }

  private void apply(Draft draft, Bytes rule) throws RuleException {
    switch (rule.toLatin1().toLowerCase(Locale.ROOT)) {
      case "on" -> draft.enabled = true;
      case "off" -> draft.enabled = false;
      case "sanitize-payload" -> draft.sanitizesPayload = true;
      case "skip-sanitize-payload" -> draft.sanitizesPayload = false;
      case "nopass" -> draft.forgetPasswords(true);
      case "resetpass" -> draft.forgetPasswords(false);
      case "clearselectors" -> draft.selectors.subList(1, draft.selectors.size()).clear();
      case "reset" -> draft.take(create(draft.name));
      default -> applyPrefixed(draft, rule);
    }
  }

  private void applyPrefixed(Draft draft, Bytes rule) throws RuleException {
    Bytes rest = rule.slice(1, rule.length());
    switch (rule.at(0)) {
      case '>' -> draft.add(PasswordHash.of(rest));
      case '#' -> draft.add(hash(rest));
      case '<' -> draft.remove(PasswordHash.of(rest));
      case '!' -> draft.remove(hash(rest));
      default -> {
        if (RuleWords.opens(rule) && RuleWords.closes(rule)) {
          draft.selectors.add(selector(rule.slice(1, Math.max(1, rule.length() - 1))));
        } else {
          draft.selectors.set(0, selectorRules.apply(draft.selectors.get(0), rule));
        }
      }
    }
  }

  private static PasswordHash hash(Bytes hex) throws RuleException {
    return PasswordHash.parse(hex).orElseThrow(() -> new RuleException(Reason.BAD_HASH));
  }

  /** What stands in parentheses. */
  private Selector selector(Bytes rules) throws RuleException {
    List<Bytes> words =
        QuotedWords.split(rules).orElseThrow(() -> new RuleException(Reason.SYNTAX));
    Selector selector = Selector.empty(newHaveAllChannels.getAsBoolean());
    for (Bytes word : words) {
      selector = selectorRules.apply(selector, word);
    }
    return selector;
  }

  /** A user in the making. */
  private static final class Draft {
    private final Bytes name;
    private boolean enabled;
    private boolean noPassword;
    private boolean sanitizesPayload;
    private List<PasswordHash> passwords = List.of();
    private List<Selector> selectors = List.of();

    Draft(User user) {
      this.name = user.name();
      take(user);
    }

    void take(User user) {
      enabled = user.isEnabled();
      noPassword = user.hasNoPassword();
      sanitizesPayload = user.sanitizesPayload();
      passwords = new ArrayList<>(user.passwords());
      selectors = new ArrayList<>(user.selectors());
    }

    void forgetPasswords(boolean needsNone) {
      noPassword = needsNone;
      passwords.clear();
    }

    void add(PasswordHash password) {
      noPassword = false;
      if (!passwords.contains(password)) {
        passwords.add(password);
      }
    }

    void remove(PasswordHash password) throws RuleException {
      if (!passwords.remove(password)) {
        throw new RuleException(Reason.NO_SUCH_PASSWORD);
      }
    }

    User user() {
      return new User(name, enabled, noPassword, sanitizesPayload, passwords, selectors);
    }
  }
}
