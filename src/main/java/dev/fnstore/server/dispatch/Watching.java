package dev.fnstore.server.dispatch;

import dev.fnstore.bytes.Bytes;

/** The keys that clients watch for their transactions; for any thread. */
public interface Watching {
  /** From now on a change of the key puts off the client's next transaction. */
  void watch(Client client, int database, Bytes key);

  /** Forgets what the client watches, and what happened to it. */
  void unwatch(Client client);

  /** Looks which keys of the client's have expired unnoticed; for who runs commands. */
  void look(Client client, long nowMs);

  /** Whether a key that the client watches has changed. */
  boolean isDisturbed(Client client);

  /** How many keys the client watches. */
  int count(Client client);
}
