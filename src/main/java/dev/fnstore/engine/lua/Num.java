package dev.fnstore.engine.lua;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaNumber;

/**
 * A number: always a double, so that {@code -0} and every other double is kept, unlike LuaJ's pair
 * of integer and double. The only number class that scripts ever meet.
 */
final class Num extends LuaNumber {
  static final Num ZERO = new Num(0);
  static final Num ONE = new Num(1);

  final double value;

  private Num(double value) {
    this.value = value;
  }

  static Num of(double value) {
    return new Num(value);
  }

  @Override
  public double todouble() {
    return value;
  }

  @Override
  public int hashCode() {
    return Double.hashCode(value + 0.0);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Num number && number.value == value;
  }

  @Override
  public String tojstring() {
    return NumberFormat.general(value);
  }
}
