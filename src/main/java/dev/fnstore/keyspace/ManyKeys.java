package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.util.List;

/**
 * What LMPOP and ZMPOP are asked: {@code numkeys key [key ...] direction [COUNT count]}.
 *
 * @param next the place of the first word behind the direction
 */
record ManyKeys(List<Bytes> keys, Bytes direction, int next) {
  static ManyKeys parse(DataCall call) {
    long number = Numbers.parseAtLeast(call.word(1), 1, "numkeys should be greater than 0");
    if (number >= call.count() - 2) {
      throw CommandError.syntax();
    }
    int behind = 2 + (int) number;
    return new ManyKeys(call.words().subList(2, behind), call.word(behind), behind + 1);
  }

  /** How many elements at most. */
  long count(DataCall call) {
    long count = -1;
    for (int i = next; i < call.count(); i += 2) {
      if (count != -1 || !call.is(i, "COUNT") || i + 1 == call.count()) {
        throw CommandError.syntax();
      }
      count = Numbers.parseAtLeast(call.word(i + 1), 1, "count should be greater than 0");
    }
    return count == -1 ? 1 : count;
  }
}
