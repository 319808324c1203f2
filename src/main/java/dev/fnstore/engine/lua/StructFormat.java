package dev.fnstore.engine.lua;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;

/**
 * Reads a layout of {@code struct}, one item after the other: an error in it counts once it is
 * reached, as the arguments before it may have one of their own.
 */
final class StructFormat {
  private static final int MOST_INTEGER_BYTES = 32;
  private static final int WIDEST_ALIGNMENT = 8;

  private final LuaString format;
  private final StructLayouts.@Nullable Layout known;
  private int at;
  private int alignment = 1;
  private boolean ignoresUnknown;

  boolean isLittle = true;
  char option;
  int size;

  /** Of {@code format}, as it was read before or item by item. */
  static StructFormat of(LuaString format) {
    return new StructFormat(format, StructLayouts.find(format));
  }

  /** Of {@code format}, item by item. */
  StructFormat(LuaString format) {
    this(format, null);
  }

  private StructFormat(LuaString format, StructLayouts.@Nullable Layout known) {
    this.format = format;
    this.known = known;
  }

  /** As {@code struct.size} does. */
  void ignoreUnknown() {
    ignoresUnknown = true;
  }

  /** How many items there are at most. */
  int mostItems() {
    if (known != null) {
      return known.size();
    }
    int letters = 0;
    for (int i = format.m_offset + format.m_length - 1; i >= format.m_offset; i--) {
      letters += format.m_bytes[i] > '>' ? 1 : 0; // no digit, nor what sets order and alignment
    }
    return letters;
  }

  /** Reads up to the next item; false at the end. */
  boolean next() {
    return known == null ? parse() : take(known);
  }

  private boolean take(StructLayouts.Layout layout) {
    if (at == layout.size()) {
      return false;
    }
    StructLayouts.Item item = layout.item(at++);
    option = item.option();
    size = item.size();
    alignment = item.alignment();
    isLittle = item.isLittle();
    return true;
  }

  private boolean parse() {
    while (at < format.m_length && Str.at(format, at) != 0) { // C's string ends there
      option = (char) Str.at(format, at++);
      size = 0;
      switch (option) {
        case ' ' -> {}
        case '<' -> isLittle = true;
        case '>' -> isLittle = false;
        case '!' -> align();
        default -> {
          size = sizeOf(option);
          return true;
        }
      }
    }
    return false;
  }

  /** The item that was read last. */
  StructLayouts.Item item() {
    return new StructLayouts.Item(option, size, alignment, isLittle);
  }

  private void align() {
    int wanted = number(WIDEST_ALIGNMENT);
    if (wanted == 0 || (wanted & wanted - 1) != 0) {
      throw LuaRaise.error("alignment " + wanted + " is not a power of 2");
    }
    alignment = wanted;
  }

  private int sizeOf(char letter) {
    return switch (letter) {
      case 'b', 'B', 'x' -> 1;
      case 'h', 'H' -> 2;
      case 'l', 'L', 'T', 'd' -> 8;
      case 'f' -> 4;
      case 's' -> 0;
      case 'c' -> number(1);
      case 'i', 'I' -> {
        int bytes = number(4);
        if (bytes > MOST_INTEGER_BYTES) {
          throw LuaRaise.error(
              "integral size " + bytes + " is larger than limit of " + MOST_INTEGER_BYTES);
        }
        yield bytes;
      }
      default -> {
        if (!ignoresUnknown) {
          throw LuaRaise.argument(1, "invalid format option '" + letter + "'");
        }
        yield 0;
      }
    };
  }

  private int number(int otherwise) {
    int digit = digit();
    if (digit < 0) {
      return otherwise;
    }
    long value = 0;
    for (; digit >= 0; digit = digit()) {
      value = value * 10 + digit;
      at++;
      if (value > Integer.MAX_VALUE) {
        throw LuaRaise.error("integral size overflow");
      }
    }
    return (int) value;
  }

  private int digit() {
    int c = at < format.m_length ? Str.at(format, at) : 0;
    return Ascii.isDigit(c) ? c - '0' : -1;
  }

  /** How many bytes before an item at {@code offset} its alignment takes. */
  int padding(long offset) {
    if (size == 0 || option == 'c' || option == 'x') {
      return 0;
    }
    int unit = Math.min(size, alignment);
    return unit <= 1 ? 0 : (int) ((unit - (offset & unit - 1)) & unit - 1);
  }
}
