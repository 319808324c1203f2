package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Which value belongs to an element: that of the key {@code weight_*}, with the element for the
 * first {@code *}, that of a hash's field for {@code object_*->weight}, or for {@code #} the
 * element.
 */
record SortPattern(Bytes text) {
  private static final Bytes ELEMENT = Bytes.of("#");

  /** Whether it names no key at all. */
  boolean isConstant() {
    return star() < 0;
  }

  private int star() {
    return text.indexOf((byte) '*', 0);
  }

  /** What belongs to {@code element}, or null if there is none. */
  @Nullable Bytes find(DataCall call, Bytes element) {
    if (text.equals(ELEMENT)) {
      return element;
    } else if (isConstant()) {
      return null;
    }
    int arrow = arrow(star() + 1);
    boolean hasField = arrow >= 0 && arrow + 2 < text.length();
    int end = hasField ? arrow : text.length();
    Bytes key = text.slice(0, star()).concat(element).concat(text.slice(star() + 1, end));
    Entry entry = call.find(key);
    if (hasField) {
      Bytes field = text.slice(arrow + 2, text.length());
      return entry != null && entry.value() instanceof HashValue hash ? hash.get(field) : null;
    }
    return entry != null && entry.value() instanceof StringValue string ? string.content() : null;
  }

  /** Where the first {@code ->} is from {@code from} on; -1 if there is none. */
  private int arrow(int from) {
    int dash = text.indexOf((byte) '-', from);
    while (dash >= 0 && (dash + 1 == text.length() || text.at(dash + 1) != '>')) {
      dash = text.indexOf((byte) '-', dash + 1);
    }
    return dash;
  }
}
