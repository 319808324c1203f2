package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;

/** A string. It holds its bytes alone: with many keys, each object more is a wait for memory. */
final class StringValue implements Value {
  private final byte[] content;

  StringValue(Bytes content) {
    this.content = content.shared();
  }

  Bytes content() {
    return Bytes.wrap(content);
  }

  @Override
  public int fetch() {
    return Prefetch.touch(content);
  }

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
