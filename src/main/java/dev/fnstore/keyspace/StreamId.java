package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.util.Optional;

/**
 * The ID of an entry of a stream; both numbers are without sign.
 *
 * @param ms mostly the time in ms since 1970
 * @param seq tells entries of the same ms apart
 */
record StreamId(long ms, long seq) implements Comparable<StreamId> {
  static final StreamId ZERO = new StreamId(0, 0);
  static final StreamId LAST = new StreamId(-1, -1);

  /** For an ID that is the beginning of a range where only its ms are given. */
  static final long FROM_FIRST = 0;

  /** For the end of one. */
  static final long TO_LAST = -1;

  private static final int MOST_BYTES = 127;

  /**
   * An ID that a user sent.
   *
   * @param hasSequence false for {@code ms-*}
   */
  record Given(StreamId id, boolean hasSequence) {}

  @Override
  public int compareTo(StreamId other) {
    int order = Long.compareUnsigned(ms, other.ms);
    return order != 0 ? order : Long.compareUnsigned(seq, other.seq);
  }

  boolean isBefore(StreamId other) {
    return compareTo(other) < 0;
  }

  boolean isAfter(StreamId other) {
    return compareTo(other) > 0;
  }

  /** The next one, or nothing behind the last. */
  Optional<StreamId> next() {
    if (seq != -1) {
      return Optional.of(new StreamId(ms, seq + 1));
    }
    return ms == -1 ? Optional.empty() : Optional.of(new StreamId(ms + 1, 0));
  }

  /** The one before, or nothing before the first. */
  Optional<StreamId> previous() {
    if (seq != 0) {
      return Optional.of(new StreamId(ms, seq - 1));
    }
    return ms == 0 ? Optional.empty() : Optional.of(new StreamId(ms - 1, -1));
  }

  Bytes toBytes() {
    return Bytes.of(Long.toUnsignedString(ms) + "-" + Long.toUnsignedString(seq));
  }

  /** An ID by its numbers; {@code sequence} is for one without. */
  static StreamId parse(Bytes word, long sequence) {
    return numbers(beforeNul(word), sequence, false).id();
  }

  /** As {@link #parse} where a word need not be an ID. */
  static Optional<StreamId> tryParse(Bytes word) {
    try {
      return Optional.of(parse(word, FROM_FIRST));
    } catch (CommandError notAnId) {
      return Optional.empty();
    }
  }

  /** The ID of an entry to be put, which may leave the sequence to the stream. */
  static Given parseNew(Bytes word) {
    return numbers(beforeNul(word), 0, true);
  }

  /** As {@link #parse}, or {@code -} and {@code +} for the first and the last that there can be. */
  static StreamId parseEnd(Bytes word, long sequence) {
    Bytes text = beforeNul(word);
    if (text.equalsIgnoreCase("-")) {
      return ZERO;
    }
    return text.equalsIgnoreCase("+") ? LAST : numbers(text, sequence, false).id();
  }

  /** The first ID of a range that begins at {@code word}, or behind it: {@code (1-1}. */
  static StreamId parseFirst(Bytes word) {
    return isExcluded(word)
        ? parse(word.slice(1, word.length()), FROM_FIRST)
            .next()
            .orElseThrow(() -> CommandError.of("invalid start ID for the interval"))
        : parseEnd(word, FROM_FIRST);
  }

  /** The last ID of a range that ends at {@code word}, or before it. */
  static StreamId parseLast(Bytes word) {
    return isExcluded(word)
        ? parse(word.slice(1, word.length()), TO_LAST)
            .previous()
            .orElseThrow(() -> CommandError.of("invalid end ID for the interval"))
        : parseEnd(word, TO_LAST);
  }

  private static boolean isExcluded(Bytes word) {
    return word.length() > 1 && word.at(0) == '(';
  }

  private static Bytes beforeNul(Bytes word) {
    if (word.length() > MOST_BYTES) {
      throw invalid();
    }
    int nul = word.indexOf((byte) 0, 0);
    return nul < 0 ? word : word.slice(0, nul);
  }

  private static Given numbers(Bytes text, long sequence, boolean mayLeaveSequence) {
    int dash = text.indexOf((byte) '-', 0);
    Bytes first = dash < 0 ? text : text.slice(0, dash);
    long ms = UnsignedLongs.parse(first).orElseThrow(StreamId::invalid);
    if (dash < 0) {
      return new Given(new StreamId(ms, sequence), true);
    }
    Bytes second = text.slice(dash + 1, text.length());
    if (mayLeaveSequence && second.equalsIgnoreCase("*")) {
      return new Given(new StreamId(ms, 0), false);
    }
    long seq = UnsignedLongs.parse(second).orElseThrow(StreamId::invalid);
    return new Given(new StreamId(ms, seq), true);
  }

  private static CommandError invalid() {
    return CommandError.of("Invalid stream ID specified as stream command argument");
  }
}
