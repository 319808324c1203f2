package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.util.List;

/**
 * What LMPOP and ZMPOP are asked: {@code numkeys key [key ...] direction [COUNT count]}. BLMPOP and
 * BZMPOP have a timeout before it.
 *
 * @param next the place of the first word behind the direction
 */
record ManyKeys(List<Bytes> keys, Bytes direction, int next) {
  /** {@code first} is the place of the number of keys. */
  static ManyKeys parse(DataCall call, int first) {
    long number = Numbers.parseAtLeast(call.word(first), 1, "numkeys should be greater than 0");
    if (number >= call.count() - first - 1) {
      throw CommandError.syntax();
    }
    int behind = first + 1 + (int) number;
    return new ManyKeys(call.words().subList(first + 1, behind), call.word(behind), behind + 1);
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
