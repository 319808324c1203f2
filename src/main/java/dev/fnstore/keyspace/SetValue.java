package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** Members, in the order in which they came. */
final class SetValue implements Value {
  private final Set<Bytes> members = new LinkedHashSet<>();

  boolean add(Bytes member) {
    return members.add(member);
  }

  boolean remove(Bytes member) {
    return members.remove(member);
  }

  boolean has(Bytes member) {
    return members.contains(member);
  }

  int size() {
    return members.size();
  }

  Set<Bytes> members() {
    return Collections.unmodifiableSet(members);
  }

  @Override
  public SetValue copy() {
    SetValue copy = new SetValue();
    copy.members.addAll(members);
    return copy;
  }

  @Override
  public ValueType type() {
    return ValueType.SET;
  }

  @Override
  public boolean isEmpty() {
    return members.isEmpty();
  }
}
