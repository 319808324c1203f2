package dev.fnstore.engine.lua;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;

/**
 * The layouts of {@code struct} that were used last, read once: programs have few, and use them
 * again and again. Only such as are short and have no error. Threads may find at the same time;
 * what one forgets of another's is read again.
 */
final class StructLayouts {
  private static final int LONGEST = 32;
  private static final int PLACES = 64;

  private static final @Nullable Layout[] LAYOUTS = new Layout[PLACES];

  /** What stands for one value, or for a byte of filling. */
  record Item(char option, int size, int alignment, boolean isLittle) {}

  /** All items of a format. */
  static final class Layout {
    private final LuaString format;
    private final Item[] items;

    private Layout(LuaString format, List<Item> items) {
      this.format = format;
      this.items = items.toArray(new Item[0]);
    }

    int size() {
      return items.length;
    }

    Item item(int index) {
      return items[index];
    }

    @SuppressWarnings("ReferenceEquality") // what a program has as a constant is the same object
    private boolean isOf(LuaString text) {
      return text == format || Str.compare(text, format) == 0;
    }
  }

  private StructLayouts() {}

  /** The layout of {@code format}; null where it is not kept. */
  static @Nullable Layout find(LuaString format) {
    if (format.m_length > LONGEST) {
      return null;
    }
    int place = format.hashCode() & PLACES - 1;
    Layout last = LAYOUTS[place];
    if (last != null && last.isOf(format)) {
      return last;
    }
    Layout layout = read(format);
    if (layout != null) {
      LAYOUTS[place] = layout;
    }
    return layout;
  }

  private static @Nullable Layout read(LuaString format) {
    StructFormat reader = new StructFormat(format);
    List<Item> items = new ArrayList<>();
    try {
      while (reader.next()) {
        items.add(reader.item());
      }
    } catch (LuaRaise e) { // raised again once an item is asked for
      return null;
    }
    return new Layout(format.m_bytes.length > LONGEST ? copyOf(format) : format, items);
  }

  /** A string may be a part of a much longer one. */
  private static LuaString copyOf(LuaString text) {
    int from = text.m_offset;
    return Str.of(Arrays.copyOfRange(text.m_bytes, from, from + text.m_length));
  }
}
