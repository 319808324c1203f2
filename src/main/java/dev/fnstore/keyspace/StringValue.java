package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;

/** A string. */
record StringValue(Bytes content) implements Value {
  @Override
  public StringValue copy() {
    return this;
  }

  @Override
  public ValueType type() {
    return ValueType.STRING;
  }

  @Override
  public boolean isEmpty() {
    return false;
  }
}
