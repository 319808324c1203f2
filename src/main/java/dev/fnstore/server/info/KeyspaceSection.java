package dev.fnstore.server.info;

import dev.fnstore.keyspace.Keyspace;

/** INFO keyspace: the databases that hold keys. */
final class KeyspaceSection implements Section {
  private final Keyspace keyspace;

  KeyspaceSection(Keyspace keyspace) {
    this.keyspace = keyspace;
  }

  @Override
  public String name() {
    return "Keyspace";
  }

  @Override
  public void write(InfoLines lines, long nowMs) {
    for (int database = 0; database < keyspace.databases(); database++) {
      int keys = keyspace.size(database, nowMs);
      if (keys > 0) {
        lines.add(
            "db" + database,
            "keys="
                + keys
                + ",expires="
                + keyspace.expiring(database)
                + ",avg_ttl="
                + keyspace.averageLifeMs(database, nowMs));
      }
    }
  }
}
