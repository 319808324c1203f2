package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;

/** Members, in the order in which they came. */
final class SetValue extends Aggregate {
  /** Each under itself. */
  private final OrderedMap<Bytes> members = new OrderedMap<>();

  boolean add(Bytes member) {
    changedElement(member);
    return members.put(member, member) == null;
  }

  boolean remove(Bytes member) {
    changedElement(member);
    return members.remove(member) != null;
  }

  boolean has(Bytes member) {
    return members.has(member);
  }

  int size() {
    return members.size();
  }

  /** The members, each under itself, for reading only. */
  OrderedMap<Bytes> members() {
    return members;
  }

  @Override
  public SetValue copy() {
    SetValue copy = new SetValue();
    members.forEach(member -> copy.add(member.name()));
    return copy;
  }

  @Override
  public ValueType type() {
    return ValueType.SET;
  }

  @Override
  public boolean isEmpty() {
    return members.size() == 0;
  }
}
