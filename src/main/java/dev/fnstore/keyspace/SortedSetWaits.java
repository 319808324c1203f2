package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The commands that wait for a member of a sorted set. */
final class SortedSetWaits {
  private SortedSetWaits() {}

  static List<DataCommand> all() {
    return List.of(
        new DataCommand(
            SortedSetWaitSpecs.BZPOPMIN, call -> pop(call, false), SortedSetWaits::anyOf),
        new DataCommand(
            SortedSetWaitSpecs.BZPOPMAX, call -> pop(call, true), SortedSetWaits::anyOf),
        new DataCommand(
            SortedSetWaitSpecs.BZMPOP, SortedSetWaits::bzmpop, SortedSetWaits::anyOfMany));
  }

  private static Reply pop(DataCall call, boolean highest) {
    int last = call.count() - 1;
    var unused = Timeout.seconds(call.word(last), call.nowMs());
    for (Bytes key : call.words().subList(1, last)) {
      SortedSetValue set = call.find(key, SortedSetValue.class);
      if (set != null) {
        Scored taken = SortedSetCommands.take(set, 1, highest).get(0);
        call.changed(key, set, 1, SortedSetCommands.taken(highest));
        return Reply.array(
            Reply.bulk(key), Reply.bulk(taken.member()), new Reply.Real(taken.score()));
      }
    }
    return Reply.NULL_ARRAY;
  }

  private static @Nullable KeyWait anyOf(DataCall call) {
    int last = call.count() - 1;
    return call.waitForAny(call.words().subList(1, last), ValueType.SORTED_SET, last);
  }

  private static Reply bzmpop(DataCall call) {
    ManyKeys keys = ManyKeys.parse(call, 2);
    boolean highest = SortedSetPicks.isHighest(keys.direction());
    long count = keys.count(call);
    var unused = Timeout.seconds(call.word(1), call.nowMs());
    return SortedSetPicks.pop(call, keys.keys(), highest, count);
  }

  private static @Nullable KeyWait anyOfMany(DataCall call) {
    ManyKeys keys = ManyKeys.parse(call, 2);
    return call.waitForAny(keys.keys(), ValueType.SORTED_SET, 1);
  }
}
