package dev.fnstore.keyspace;

/** All databases and the number of changes made to them. Belongs to one thread. */
public final class Keyspace {
  private final Database[] databases;
  private long changes;

  /** Empty databases 0 … {@code databases} - 1. */
  public Keyspace(int databases) {
    if (databases < 1) {
      throw new IllegalArgumentException("a keyspace has at least one database");
    }
    this.databases = new Database[databases];
    for (int i = 0; i < databases; i++) {
      this.databases[i] = new Database();
    }
  }

  public int databases() {
    return databases.length;
  }

  /** How many keys {@code database} has at {@code nowMs}. */
  public int size(int database, long nowMs) {
    databases[database].expireSome(nowMs, Integer.MAX_VALUE);
    return databases[database].size();
  }

  /**
   * How many changes were made so far, counted as Valkey counts {@code dirty}: each key, field,
   * element or member that a command changed is one; keys that expire are none.
   */
  public long changes() {
    return changes;
  }

  /**
   * Drops keys that have expired, so that memory is not held by what nobody asks for any more.
   *
   * @param budget how many keys at most, in all databases together
   * @return how many were dropped; less than {@code budget} if none is left
   */
  public int expireSome(long nowMs, int budget) {
    int dropped = 0;
    for (Database database : databases) {
      dropped += database.expireSome(nowMs, budget - dropped);
    }
    return dropped;
  }

  /** Empties all databases; each key is a change. */
  public void flush() {
    for (Database database : databases) {
      flush(database);
    }
  }

  void flush(Database database) {
    changed(database.size());
    database.clear();
  }

  Database database(int number) {
    return databases[number];
  }

  void changed(long count) {
    changes += count;
  }
}
