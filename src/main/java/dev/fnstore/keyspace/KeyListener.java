package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;

/** Told of keys as they change. */
public interface KeyListener {
  /** A command has changed a key, or removed it. */
  void changed(int database, Bytes key);

  /** A key's time was over. */
  void expired(int database, Bytes key);

  /** All keys of some databases go, or become others; told before it happens. */
  void replaced(int firstDatabase, int lastDatabase);

  /** Wants to know nothing. */
  KeyListener NONE =
      new KeyListener() {
        @Override
        public void changed(int database, Bytes key) {}

        @Override
        public void expired(int database, Bytes key) {}

        @Override
        public void replaced(int firstDatabase, int lastDatabase) {}
      };
}
