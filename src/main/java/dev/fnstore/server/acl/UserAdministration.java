package dev.fnstore.server.acl;

import dev.fnstore.acl.Account;
import dev.fnstore.acl.Accounts;
import dev.fnstore.acl.ChannelRights;
import dev.fnstore.acl.User;
import dev.fnstore.bytes.Bytes;
import dev.fnstore.server.dispatch.Client;
import dev.fnstore.server.dispatch.Clients;
import dev.fnstore.server.notify.Subscriptions;
import dev.fnstore.server.notify.Subscriptions.Kind;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Changes users, and closes the connections that may no longer be: those of users that are gone,
 * and those that listen where their user may not listen any more. For who runs commands.
 */
public final class UserAdministration {
  private final Accounts accounts;
  private final Clients clients;
  private final Subscriptions subscriptions;

  public UserAdministration(Accounts accounts, Clients clients, Subscriptions subscriptions) {
    this.accounts = accounts;
    this.clients = clients;
    this.subscriptions = subscriptions;
  }

  /**
   * Puts a user in the place of the one of that name, or beside the others.
   *
   * @param by who does so, and is answered even if its connection is one of those to close
   */
  public void put(User user, Client by) {
    Map<Account, User> before = present();
    accounts.put(user);
    closeListeners(before, by);
  }

  /**
   * Puts these users in the place of all.
   *
   * @param by as in {@link #put}
   */
  public void replaceAll(Collection<User> users, Client by) {
    Map<Account, User> before = present();
    accounts.replaceAll(users).forEach(account -> closeAll(account, by));
    closeListeners(before, by);
  }

  /**
   * Removes users, none of which is the default one.
   *
   * @param by as in {@link #put}
   * @return how many there were
   */
  public int remove(List<Bytes> names, Client by) {
    int removed = 0;
    for (Bytes name : names) {
      if (accounts.remove(name).map(account -> closeAll(account, by)).isPresent()) {
        removed++;
      }
    }
    return removed;
  }

  /** What subscribers may do so far; where there are none it does not matter. */
  private Map<Account, User> present() {
    Map<Account, User> users = new HashMap<>();
    if (subscriptions.clients() > 0) {
      accounts.all().forEach(account -> users.put(account, account.user()));
    }
    return users;
  }

  private Account closeAll(Account account, Client by) {
    for (Client client : clients.all()) {
      if (client.account().equals(account)) {
        client.logout(); // what it has sent already is not run with anybody's rights
        close(client, by);
      }
    }
    return account;
  }

  private void closeListeners(Map<Account, User> before, Client by) {
    Map<Account, ChannelRights> left = new HashMap<>();
    before.forEach(
        (account, user) -> {
          ChannelRights channels = account.user().channelsLeftOf(user);
          if (channels != null) {
            left.put(account, channels);
          }
        });
    if (left.isEmpty()) {
      return;
    }
    for (Client client : clients.all()) {
      ChannelRights channels = left.get(client.account());
      if (channels != null && listensElsewhere(client, channels)) {
        close(client, by);
      }
    }
  }

  private boolean listensElsewhere(Client client, ChannelRights channels) {
    for (Kind kind : Kind.values()) {
      Predicate<Bytes> isAllowed = name -> channels.allows(name, kind == Kind.PATTERN);
      if (!subscriptions.namesOf(client, kind).stream().allMatch(isAllowed)) {
        return true;
      }
    }
    return false;
  }

  private static void close(Client client, Client by) {
    if (client.equals(by.connection())) {
      client.close();
    } else {
      client.link().cut();
    }
  }
}
