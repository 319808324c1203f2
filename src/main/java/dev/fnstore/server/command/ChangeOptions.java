package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Revision;
import dev.fnstore.registry.RefusedException;
import dev.fnstore.server.dispatch.Call;
import dev.fnstore.store.Intent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options of every change of functions: {@code IFREVISION n} and {@code MESSAGE text}. */
final class ChangeOptions {
  static final String SYNTAX = "[IFREVISION revision] [MESSAGE text]";

  private static final int MOST_MESSAGE_BYTES = 4096;

  private @Nullable Revision ifRevision;
  private @Nullable Bytes message;

  /**
   * Takes the option at {@code index}.
   *
   * @param end where options end
   * @return how many words it is; 0 if there is none of these, or it was there before
   * @throws RefusedException if its value is missing or wrong
   */
  int take(List<Bytes> words, int index, int end) throws RefusedException {
    Bytes word = words.get(index);
    if (ifRevision == null && word.equalsIgnoreCase("ifrevision")) {
      ifRevision = OptionWords.revision(value(words, index, end));
      return 2;
    } else if (message == null && word.equalsIgnoreCase("message")) {
      message = message(value(words, index, end));
      return 2;
    }
    return 0;
  }

  private static Bytes value(List<Bytes> words, int index, int end) throws RefusedException {
    if (index + 1 >= end) {
      throw RefusedException.naming("", words.get(index), " needs a value");
    }
    return words.get(index + 1);
  }

  private static Bytes message(Bytes text) throws RefusedException {
    if (text.length() > MOST_MESSAGE_BYTES) {
      throw new RefusedException(
          "the message has "
              + text.length()
              + " bytes, at most "
              + MOST_MESSAGE_BYTES
              + " are kept");
    }
    return text;
  }

  /** What {@code call} intends, with the options taken. */
  Intent intent(Call call) {
    return new Intent(call.client().actor(), message == null ? Bytes.EMPTY : message, ifRevision);
  }

  /**
   * As {@link #intent}, of a change that has no condition.
   *
   * @throws RefusedException if there is one: a condition that nobody minds would be worse than
   *     none
   */
  Intent unconditional(Call call, String command) throws RefusedException {
    if (ifRevision != null) {
      throw new RefusedException(command + " takes no IFREVISION");
    }
    return intent(call);
  }
}
