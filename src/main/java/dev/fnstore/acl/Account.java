package dev.fnstore.acl;

import dev.fnstore.bytes.Bytes;

/**
 * A user as clients are connected to it: what it may do changes under them. Changed by who runs
 * commands, read by any thread.
 */
public final class Account {
  private final Bytes name;
  private volatile User user;

  Account(User user) {
    this.name = user.name();
    this.user = user;
  }

  public Bytes name() {
    return name;
  }

  /** The user as it is now. */
  public User user() {
    return user;
  }

  void user(User changed) {
    this.user = changed;
  }
}
