package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import java.util.OptionalLong;

/**
 * Numbers in requests, by Valkey's strict rule: no sign but a minus, no blanks, no leading zeros.
 */
final class Numbers {
  private static final int LONGEST = 20;

  private Numbers() {}

  static OptionalLong parse(Bytes word) {
    int length = word.length();
    if (length == 0 || length > LONGEST) {
      return OptionalLong.empty();
    }
    int first = word.at(0) == '-' ? 1 : 0;
    if (first == length || (word.at(first) == '0' && length > 1)) {
      return OptionalLong.empty();
    }
    for (int i = first; i < length; i++) {
      if (word.at(i) < '0' || word.at(i) > '9') {
        return OptionalLong.empty();
      }
    }
    try {
      return OptionalLong.of(Long.parseLong(word.toLatin1()));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
