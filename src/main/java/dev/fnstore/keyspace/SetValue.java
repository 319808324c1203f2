package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;

/** Members, in the order in which they came. */
final class SetValue extends Aggregate {
  /** True under each. */
  private final OrderedMap<Boolean> members = new OrderedMap<>();

  boolean add(Bytes member) {
    changedElement(member);
    return members.put(member, true) == null;
  }

  boolean remove(Bytes member) {
    changedElement(member);
    return members.remove(member) != null;
  }

  boolean has(Bytes member) {
    return members.has(member);
  }

  @Override
  public HashTable<?> elements() {
    return members.byName();
  }

  int size() {
    return members.size();
  }

  /** True under each member, for reading only. */
  OrderedMap<Boolean> members() {
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
