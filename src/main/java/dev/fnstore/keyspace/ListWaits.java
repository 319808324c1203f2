package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The commands that wait for an element of a list. */
final class ListWaits {
  private ListWaits() {}

  static List<DataCommand> all() {
    return List.of(
        new DataCommand(
            ListWaitSpecs.BLPOP, call -> pop(call, ListEnd.HEAD), ListWaits::anyBeforeTimeout),
        new DataCommand(
            ListWaitSpecs.BRPOP, call -> pop(call, ListEnd.TAIL), ListWaits::anyBeforeTimeout),
        new DataCommand(ListWaitSpecs.BLMPOP, ListWaits::blmpop, ListWaits::anyOfMany),
        new DataCommand(ListWaitSpecs.BLMOVE, ListWaits::blmove, call -> source(call, 5)),
        new DataCommand(ListWaitSpecs.BRPOPLPUSH, ListWaits::brpoplpush, call -> source(call, 3)));
  }

  private static Reply pop(DataCall call, ListEnd end) {
    int last = call.count() - 1;
    var unused = Timeout.seconds(call.word(last), call.nowMs());
    for (Bytes key : call.words().subList(1, last)) {
      ListValue list = call.find(key, ListValue.class);
      if (list != null) {
        Bytes element = end.remove(list);
        call.changed(key, list, 1, end.popped());
        return Reply.array(Reply.bulk(key), Reply.bulk(element));
      }
    }
    return Reply.NULL_ARRAY;
  }

  private static @Nullable KeyWait anyBeforeTimeout(DataCall call) {
    return call.waitForAny(
        call.words().subList(1, call.count() - 1), ValueType.LIST, call.count() - 1);
  }

  private static Reply blmpop(DataCall call) {
    ManyKeys keys = ManyKeys.parse(call, 2);
    ListEnd end = ListEnd.named(keys.direction());
    long count = keys.count(call);
    var unused = Timeout.seconds(call.word(1), call.nowMs());
    return ListMoveCommands.pop(call, keys.keys(), end, count);
  }

  private static @Nullable KeyWait anyOfMany(DataCall call) {
    ManyKeys keys = ManyKeys.parse(call, 2);
    return call.waitForAny(keys.keys(), ValueType.LIST, 1);
  }

  private static Reply blmove(DataCall call) {
    ListEnd from = ListEnd.named(call.word(3));
    ListEnd to = ListEnd.named(call.word(4));
    var unused = Timeout.seconds(call.word(5), call.nowMs());
    return ListMoveCommands.move(call, from, to);
  }

  private static Reply brpoplpush(DataCall call) {
    var unused = Timeout.seconds(call.word(3), call.nowMs());
    return ListMoveCommands.move(call, ListEnd.TAIL, ListEnd.HEAD);
  }

  private static @Nullable KeyWait source(DataCall call, int timeout) {
    return call.waitForAny(List.of(call.key()), ValueType.LIST, timeout);
  }
}
