package dev.fnstore.payload;

import java.util.Arrays;

/**
 * The LZF format, and a compressor whose output is that of the library in Redis and Valkey, byte
 * for byte: which matches it finds depends on its hash table of 2^16 slots, on what it enters there
 * (each literal's position, and the last two of a match), and on where it looks for room.
 *
 * <pre>
 *   000LLLLL  bytes                    L+1 literal bytes
 *   LLLooooo  oooooooo                 L+2 bytes (L = 1..6) from o+1 bytes back
 *   111ooooo  LLLLLLLL  oooooooo       L+9 bytes from o+1 bytes back
 * </pre>
 *
 * <p>An instance compresses one text after the other and keeps its table; it belongs to one thread.
 */
final class Lzf {
  private static final int HASH_BITS = 16;
  private static final int HASH_MASK = (1 << HASH_BITS) - 1;
  private static final int MOST_LITERALS = 1 << 5;
  private static final int FURTHEST_BACK = 1 << 13;
  private static final int LONGEST_MATCH = (1 << 8) + (1 << 3);

  /** Up to this index a long enough rest is compared without looking at the longest match. */
  private static final int EAGER_MATCH = 19;

  private static final int EAGER_REST = 16;

  /**
   * A reference of three bytes gives at most 264: no text is more than 88 times its packed form.
   */
  private static final int MOST_EXPANSION = 88;

  /** Positions of the current text, plus {@code base}; what is below it is of an earlier text. */
  private final int[] positions = new int[1 << HASH_BITS];

  private int base;

  /**
   * Compresses {@code text} into {@code out}.
   *
   * @param room how many bytes of {@code out} may be used
   * @return the number of bytes written, 0 if they did not suffice
   */
  int compress(byte[] text, byte[] out, int room) {
    if (text.length == 0 || room == 0) {
      return 0;
    }
    forgetEarlierTexts(text.length);
    int written = run(text, out, room);
    base += text.length;
    return written;
  }

  private void forgetEarlierTexts(int length) {
    if (base > Integer.MAX_VALUE - length) {
      Arrays.fill(positions, 0);
      base = 0;
    }
  }

  private int run(byte[] text, byte[] out, int room) {
    int lastStart = text.length - 2;
    int in = 0;
    int to = 1;
    int literals = 0;
    int hash = text.length > 1 ? firstTwo(text, 0) : 0;
    while (in < lastStart) {
      hash = next(hash, text, in);
      int match = replacePosition(hash, in);
      int back = in - match - 1;
      if (back < FURTHEST_BACK && match > 0 && startsAlike(text, match, in)) {
        if (to + 4 >= room && to - (literals == 0 ? 1 : 0) + 4 >= room) {
          return 0;
        }
        to = closeLiterals(out, to, literals);
        int length = matchLength(text, match, in);
        to = putReference(out, to, back, length - 2) + 1;
        literals = 0;
        in += length;
        if (in >= lastStart) {
          break;
        }
        hash = next(firstTwo(text, in - 2), text, in - 2);
        replacePosition(hash, in - 2);
        hash = next(hash, text, in - 1);
        replacePosition(hash, in - 1);
      } else {
        if (to >= room) {
          return 0;
        }
        out[to++] = text[in++];
        literals++;
        if (literals == MOST_LITERALS) {
          to = closeLiterals(out, to, literals) + 1;
          literals = 0;
        }
      }
    }
    return to + 3 > room ? 0 : putRest(text, in, out, to, literals);
  }

  /** The last bytes, too few for a match; up to three, for which there is room. */
  private static int putRest(byte[] text, int from, byte[] out, int to, int literals) {
    for (int in = from; in < text.length; in++) {
      out[to++] = text[in];
      literals++;
      if (literals == MOST_LITERALS) {
        to = closeLiterals(out, to, literals) + 1;
        literals = 0;
      }
    }
    return closeLiterals(out, to, literals);
  }

  /** Writes the count before the literals, or takes its place back if there are none. */
  private static int closeLiterals(byte[] out, int to, int literals) {
    if (literals == 0) {
      return to - 1;
    }
    out[to - literals - 1] = (byte) (literals - 1);
    return to;
  }

  private static int putReference(byte[] out, int to, int back, int length) {
    if (length < 7) {
      out[to++] = (byte) ((back >> 8) + (length << 5));
    } else {
      out[to++] = (byte) ((back >> 8) + (7 << 5));
      out[to++] = (byte) (length - 7);
    }
    out[to++] = (byte) back;
    return to;
  }

  /** Enters {@code position} and gives what was there: below 1 if nothing of this text was. */
  private int replacePosition(int hash, int position) {
    int slot = ((hash >>> (24 - HASH_BITS)) - hash * 5) & HASH_MASK;
    int earlier = positions[slot] - base;
    positions[slot] = position + base;
    return earlier;
  }

  private static boolean startsAlike(byte[] text, int match, int in) {
    return text[match] == text[in]
        && text[match + 1] == text[in + 1]
        && text[match + 2] == text[in + 2];
  }

  /** At least 3. A match of which much may be left can so be two longer than the rest asks. */
  private static int matchLength(byte[] text, int match, int in) {
    int most = Math.min(text.length - in - 2, LONGEST_MATCH);
    int length = 3;
    if (most > EAGER_REST) {
      while (length < EAGER_MATCH && text[match + length] == text[in + length]) {
        length++;
      }
      if (length < EAGER_MATCH) {
        return length;
      }
    }
    while (length < most && text[match + length] == text[in + length]) {
      length++;
    }
    return length;
  }

  private static int firstTwo(byte[] text, int at) {
    return ((text[at] & 0xff) << 8) | (text[at + 1] & 0xff);
  }

  private static int next(int hash, byte[] text, int at) {
    return (hash << 8) | (text[at + 2] & 0xff);
  }

  /**
   * Unpacks {@code length} bytes of {@code packed} from {@code offset}, which must be in it.
   *
   * @param textLength how many bytes the text must have; nothing is allocated if it can't have them
   */
  static byte[] decompress(byte[] packed, int offset, int length, int textLength)
      throws PayloadException {
    if (textLength > (long) length * MOST_EXPANSION) {
      throw new PayloadException(PayloadException.BAD_STRING);
    }
    byte[] text = new byte[textLength];
    int end = offset + length;
    int in = offset;
    int to = 0;
    while (in < end) {
      int control = packed[in++] & 0xff;
      if (control < MOST_LITERALS) {
        int count = control + 1;
        check(count <= textLength - to && count <= end - in);
        System.arraycopy(packed, in, text, to, count);
        in += count;
        to += count;
      } else {
        int count = (control >> 5) + 2;
        if (count == 9) {
          check(in < end);
          count += packed[in++] & 0xff;
        }
        check(in < end);
        int from = to - ((control & 0x1f) << 8) - 1 - (packed[in++] & 0xff);
        check(from >= 0 && count <= textLength - to);
        copyWithin(text, from, to, count);
        to += count;
      }
    }
    check(to == textLength);
    return text;
  }

  /** A reference may reach into what it writes itself: then bytes repeat. */
  private static void copyWithin(byte[] text, int from, int to, int count) {
    if (to - from >= count) {
      System.arraycopy(text, from, text, to, count);
    } else {
      for (int i = 0; i < count; i++) {
        text[to + i] = text[from + i];
      }
    }
  }

  private static void check(boolean good) throws PayloadException {
    if (!good) {
      throw new PayloadException(PayloadException.BAD_STRING);
    }
  }
}
