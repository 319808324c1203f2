package dev.fnstore.bytes;

import java.util.Optional;

/** All spellings of a word that differ in the case of ASCII letters, in byte order. */
public final class CaseVariants {
  private final byte[] least;

  public CaseVariants(Bytes word) {
    this.least = upper(word);
  }

  private static byte[] upper(Bytes word) {
    byte[] upper = word.toByteArray();
    for (int i = 0; i < upper.length; i++) {
      if (upper[i] >= 'a' && upper[i] <= 'z') {
        upper[i] = (byte) (upper[i] - ('a' - 'A'));
      }
    }
    return upper;
  }

  /** The first spelling that is not before {@code from}; nothing if all are. */
  public Optional<Bytes> atOrAfter(Bytes from) {
    byte[] found = least.clone();
    int lastChoice = -1; // where a greater byte could still be taken
    for (int i = 0; i < found.length && i < from.length(); i++) {
      int wanted = from.at(i) & 0xff;
      int small = least[i] & 0xff;
      int large = large(least[i]) & 0xff;
      if (small > wanted) {
        return Optional.of(Bytes.wrap(found));
      } else if (small < wanted && large > wanted) {
        found[i] = (byte) large;
        return Optional.of(Bytes.wrap(found));
      } else if (small != wanted && large != wanted) {
        return raised(found, lastChoice);
      }
      if (small == wanted && large > wanted) {
        lastChoice = i;
      }
      found[i] = (byte) wanted;
    }
    return found.length >= from.length()
        ? Optional.of(Bytes.wrap(found))
        : raised(found, lastChoice);
  }

  /** All before {@code at} stays, the byte there is the greater one, and the least follow. */
  private Optional<Bytes> raised(byte[] found, int at) {
    if (at < 0) {
      return Optional.empty();
    }
    found[at] = large(least[at]);
    System.arraycopy(least, at + 1, found, at + 1, least.length - at - 1);
    return Optional.of(Bytes.wrap(found));
  }

  private static byte large(byte b) {
    return b >= 'A' && b <= 'Z' ? (byte) (b + ('a' - 'A')) : b;
  }
}
