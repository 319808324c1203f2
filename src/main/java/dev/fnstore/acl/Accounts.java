package dev.fnstore.acl;

import dev.fnstore.bytes.Bytes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.pcollections.TreePMap;

/** All users by name. Changed by who runs commands, read by any thread. */
public final class Accounts {
  private final UserRules rules;
  private final Account defaultAccount;
  private volatile TreePMap<Bytes, Account> byName;

  /** There is the default user, who may do all. */
  public Accounts(UserRules rules) {
    this.rules = rules;
    this.defaultAccount = new Account(rules.createDefault());
    this.byName = TreePMap.singleton(defaultAccount.name(), defaultAccount);
  }

  public UserRules rules() {
    return rules;
  }

  /** The user that clients are until they say who they are; there always is one. */
  public Account defaultAccount() {
    return defaultAccount;
  }

  public Optional<Account> find(Bytes name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** In the order of names. */
  public Collection<Account> all() {
    return byName.values();
  }

  /** Puts a user in the place of the one of that name, or beside the others. */
  public void put(User user) {
    Account present = byName.get(user.name());
    if (present != null) {
      present.user(user);
    } else {
      byName = byName.plus(user.name(), new Account(user));
    }
  }

  /**
   * Removes a user other than the default one. Who is still connected as this user may do nothing
   * more.
   *
   * @return what was removed, if there was anything
   */
  public Optional<Account> remove(Bytes name) {
    Account removed = byName.get(name);
    if (removed == null || removed.equals(defaultAccount)) {
      return Optional.empty();
    }
    byName = byName.minus(name);
    removed.user(User.created(name, false));
    return Optional.of(removed);
  }

  /**
   * Puts these users in the place of all; where the default one is not among them it is as it was
   * at first.
   *
   * @return the accounts that are gone
   */
  public List<Account> replaceAll(Collection<User> users) {
    TreePMap<Bytes, Account> before = byName;
    TreePMap<Bytes, Account> after = TreePMap.singleton(defaultAccount.name(), defaultAccount);
    if (users.stream().noneMatch(user -> user.name().equals(User.DEFAULT_NAME))) {
      defaultAccount.user(rules.createDefault());
    }
    for (User user : users) {
      Account present = before.get(user.name());
      if (present == null) {
        after = after.plus(user.name(), new Account(user));
      } else {
        present.user(user);
        after = after.plus(user.name(), present);
      }
    }
    byName = after;
    List<Account> gone = new ArrayList<>();
    for (Account account : before.values()) {
      if (!after.containsKey(account.name())) {
        account.user(User.created(account.name(), false));
        gone.add(account);
      }
    }
    return gone;
  }
}
