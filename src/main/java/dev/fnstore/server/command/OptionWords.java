package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Integers;
import dev.fnstore.history.PointParser;
import dev.fnstore.model.Point;
import dev.fnstore.model.Revision;
import dev.fnstore.registry.RefusedException;
import dev.fnstore.server.dispatch.Call;
import java.util.OptionalLong;

/** A call's options, read one after the other, each a word that may be followed by its value. */
final class OptionWords {
  private final Call call;
  private int next;

  /** The words from {@code first} on. */
  OptionWords(Call call, int first) {
    this.call = call;
    this.next = first;
  }

  boolean hasNext() {
    return next < call.wordCount();
  }

  /** Goes on if the next word is {@code option}. */
  boolean take(String option) {
    boolean taken = hasNext() && call.word(next).equalsIgnoreCase(option);
    if (taken) {
      next++;
    }
    return taken;
  }

  /** Takes one of the options of all changes, if that is the next. */
  boolean take(ChangeOptions options) throws RefusedException {
    int taken = options.take(call, next, call.wordCount());
    next += taken;
    return taken > 0;
  }

  /** The next word, the value of {@code option}. */
  Bytes value(String option) throws RefusedException {
    if (!hasNext()) {
      throw new RefusedException(option + " needs a value");
    }
    return call.word(next++);
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

  /** The next word as a number between bounds. */
  int number(String option, int least, int most) throws RefusedException {
    OptionalLong number = Integers.parse(value(option));
    if (number.isEmpty() || number.getAsLong() < least || number.getAsLong() > most) {
      throw new RefusedException(option + " takes a number between " + least + " and " + most);
    }
    return (int) number.getAsLong();
  }

  /** The next word is none of the options. */
  RefusedException unknown() {
    return RefusedException.naming("Unknown argument ", call.word(next), "");
  }

  /** That no word is left. */
  void end() throws RefusedException {
    if (hasNext()) {
      throw unknown();
    }
  }
}
