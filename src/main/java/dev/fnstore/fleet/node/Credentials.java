package dev.fnstore.fleet.node;

import org.jspecify.annotations.Nullable;

/**
 * A user and the password of one moment, for one connection.
 *
 * @param user null: the one that the server takes everybody for
 * @param password null: none is given
 */
record Credentials(@Nullable String user, @Nullable String password) {
  /** Without the password. */
  @Override
  public String toString() {
    return "Credentials[user=" + user + "]";
  }
}
