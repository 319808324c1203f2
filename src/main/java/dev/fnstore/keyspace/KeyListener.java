package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.util.function.Predicate;

/** Told of keys as they change. */
public interface KeyListener {
  /** A command has changed a key, or removed it. */
  void changed(int database, Bytes key);

  /** A key's time was over. */
  void expired(int database, Bytes key);

  /** All keys of some databases go, or become others; told before it happens. */
  void replaced(int firstDatabase, int lastDatabase);

  /**
   * All keys of one database go, or become others; told before it happens, beside {@link
   * #replaced}.
   *
   * @param isConcerned whether a key is there before or after
   */
  default void replaced(int database, Predicate<Bytes> isConcerned) {}

  /**
   * Something of a key, though not its value, is another: who waits for it has to look again. Not
   * told where {@link #changed} is.
   */
  default void ready(int database, Bytes key) {}

  /** Something has happened to a key; told beside all else. */
  default void event(int database, KeyEvent event, Bytes key) {}

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
