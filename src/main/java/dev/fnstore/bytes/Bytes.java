package dev.fnstore.bytes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An immutable byte string. Names, keys, values, sources and messages are bytes wherever Valkey
 * takes bytes, so they are never turned into a {@link String} on their way.
 *
 * <p>Order is unsigned and lexicographic, as {@code memcmp} orders.
 */
public final class Bytes implements Comparable<Bytes> {
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] content;
  private int hash;

  private Bytes(byte[] content) {
    this.content = content;
  }

  /** A copy of {@code content}. */
  public static Bytes copyOf(byte[] content) {
    return content.length == 0 ? EMPTY : new Bytes(content.clone());
  }

  /** A copy of {@code length} bytes of {@code content} from {@code offset}. */
  public static Bytes copyOf(byte[] content, int offset, int length) {
    return length == 0 ? EMPTY : new Bytes(Arrays.copyOfRange(content, offset, offset + length));
  }

  /** Takes {@code content} over without a copy; the caller must not change it afterwards. */
  public static Bytes wrap(byte[] content) {
    return content.length == 0 ? EMPTY : new Bytes(content);
  }

  /** The UTF-8 form of {@code text}. */
  public static Bytes of(String text) {
    return wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The decimal form of {@code number}. */
  public static Bytes of(long number) {
    byte[] digits = new byte[Integers.length(number)];
    Integers.write(number, digits, digits.length);
    return wrap(digits);
  }

  public int length() {
    return content.length;
  }

  public boolean isEmpty() {
    return content.length == 0;
  }

  /** The byte at {@code index}, signed as Java has it. */
  public byte at(int index) {
    return content[index];
  }

  public Bytes slice(int from, int to) {
    return from == 0 && to == content.length ? this : copyOf(content, from, to - from);
  }

  public Bytes concat(Bytes other) {
    byte[] joined = Arrays.copyOf(content, content.length + other.content.length);
    System.arraycopy(other.content, 0, joined, content.length, other.content.length);
    return wrap(joined);
  }

  public boolean startsWith(Bytes prefix) {
    return content.length >= prefix.content.length
        && Arrays.equals(
            content, 0, prefix.content.length, prefix.content, 0, prefix.content.length);
  }

  /** The index of the first {@code wanted} at or after {@code from}, or -1. */
  public int indexOf(byte wanted, int from) {
    for (int i = from; i < content.length; i++) {
      if (content[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  public byte[] toByteArray() {
    return content.clone();
  }

  /** The bytes themselves, not a copy: for reading only. */
  public byte[] shared() {
    return content;
  }

  /** Each byte as the character of the same number, so that no byte is lost (ISO-8859-1). */
  public String toLatin1() {
    return new String(content, StandardCharsets.ISO_8859_1);
  }

  /** As text; bytes that are no UTF-8 become U+FFFD. For messages to people only. */
  public String toText() {
    return new String(content, StandardCharsets.UTF_8);
  }

  /** ASCII letters in lower case, all other bytes as they are. */
  public Bytes toLowerCase() {
    for (int i = 0; i < content.length; i++) {
      if (isUpper(content[i])) {
        byte[] lower = content.clone();
        for (int j = i; j < lower.length; j++) {
          if (isUpper(lower[j])) {
            lower[j] = (byte) (lower[j] + ('a' - 'A'));
          }
        }
        return wrap(lower);
      }
    }
    return this;
  }

  /** Whether this is {@code word}, ASCII letters of either case being the same. */
  public boolean equalsIgnoreCase(String word) {
    if (content.length != word.length()) {
      return false;
    }
    for (int i = 0; i < content.length; i++) {
      if (lower(content[i] & 0xff) != lower(word.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static int lower(int c) {
    return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
  }

  private static boolean isUpper(byte b) {
    return b >= 'A' && b <= 'Z';
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(content, other.content);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Bytes that && Arrays.equals(content, that.content);
  }

  @Override
  public int hashCode() {
    int h = hash;
    if (h == 0) {
      h = Arrays.hashCode(content);
      hash = h;
    }
    return h;
  }

  /** Printable: control bytes and bytes above 126 are escaped, so it is safe in any log. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(content.length + 2).append('"');
    for (byte b : content) {
      switch (b) {
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '"', '\\' -> out.append('\\').append((char) b);
        default -> {
          if (b >= 32 && b < 127) {
            out.append((char) b);
          } else {
            out.append(String.format("\\x%02x", b & 0xff));
          }
        }
      }
    }
    return out.append('"').toString();
  }
}
