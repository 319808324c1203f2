package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.util.Optional;

/** The types of values. */
public enum ValueType {
  STRING("string"),
  LIST("list"),
  SET("set"),
  SORTED_SET("zset"),
  HASH("hash"),
  STREAM("stream");

  private final String text;

  ValueType(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  static Optional<ValueType> named(Bytes word) {
    for (ValueType type : values()) {
      if (word.equalsIgnoreCase(type.text)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
