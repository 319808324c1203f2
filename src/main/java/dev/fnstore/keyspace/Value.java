package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What a key holds. Only a string and a stream may be empty; any other aggregate that gets empty
 * loses its key.
 */
sealed interface Value permits StringValue, Aggregate {
  /** The type as TYPE and SCAN name it. */
  ValueType type();

  /** Whether the key must go. */
  boolean isEmpty();

  /**
   * Looks at where who asks for {@code element} will look first; see {@link Keyspace#fetch}.
   *
   * @param element null if it is not known
   */
  default int fetchFirst(@Nullable Bytes element) {
    return 0;
  }

  /**
   * Looks at what who asks for {@code element} will look at; see {@link Keyspace#fetch}.
   *
   * @param element null if it is not known
   */
  default int fetch(@Nullable Bytes element) {
    return 0;
  }

  /** The same, for another key: what changes one does not change the other. */
  Value copy();
}
