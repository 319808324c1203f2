package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Integers;
import dev.fnstore.history.PointParser;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Point;
import dev.fnstore.model.Revision;
import dev.fnstore.registry.RefusedException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * The options among a request's words, read one after the other, each a word that may be followed
 * by its value.
 */
final class OptionWords {
  private final List<Bytes> words;
  private int next;

  /** The words from {@code first} on. */
  OptionWords(List<Bytes> words, int first) {
    this.words = words;
    this.next = first;
  }

  boolean hasNext() {
    return next < words.size();
  }

  /** Goes on if the next word is {@code option}. */
  boolean take(String option) {
    boolean taken = hasNext() && words.get(next).equalsIgnoreCase(option);
    if (taken) {
      next++;
    }
    return taken;
  }

  /** Takes one of the options of all changes, if that is the next. */
  boolean take(ChangeOptions options) throws RefusedException {
    int taken = options.take(words, next, words.size());
    next += taken;
    return taken > 0;
  }

  /** The next word, the value of {@code option}. */
  Bytes value(String option) throws RefusedException {
    if (!hasNext()) {
      throw new RefusedException(option + " needs a value");
    }
    return words.get(next++);
  }

  Point point(String option) throws RefusedException {
    return PointParser.parse(value(option));
  }

  /** The next word as a revision. */
  Revision revision(String option) throws RefusedException {
    return revision(value(option));
  }

  static Revision revision(Bytes text) throws RefusedException {
    OptionalLong number = Integers.parse(text);
    if (number.isEmpty() || number.getAsLong() < 0) {
      throw RefusedException.naming("'", text, "' is no revision: it is a number, 0, 1, 2 ...");
    }
    return new Revision(number.getAsLong());
  }

  /** The next word as a digest. */
  Digest digest(String option) throws RefusedException {
    Bytes hex = value(option);
    try {
      return new Digest(Bytes.wrap(HexFormat.of().parseHex(hex.toLatin1())));
    } catch (IllegalArgumentException e) {
      throw RefusedException.naming("'", hex, "' is no digest: it has 64 hexadecimal digits");
    }
  }

  /** The next word as a number between bounds. */
  int number(String option, int least, int most) throws RefusedException {
    OptionalLong number = Integers.parse(value(option));
    if (number.isEmpty() || number.getAsLong() < least || number.getAsLong() > most) {
      throw new RefusedException(option + " takes a number between " + least + " and " + most);
    }
    return (int) number.getAsLong();
  }

  /** The next word is none of the options; without one, something is missing. */
  RefusedException unknown() {
    if (!hasNext()) {
      return new RefusedException(
          words.get(next - 1).toText().toUpperCase(Locale.ROOT) + " needs a value");
    }
    return RefusedException.naming("Unknown argument ", words.get(next), "");
  }

  /** That no word is left. */
  void end() throws RefusedException {
    if (hasNext()) {
      throw unknown();
    }
  }
}
