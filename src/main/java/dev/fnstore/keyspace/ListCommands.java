package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.resp.Reply;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The commands on lists. */
final class ListCommands {
  private ListCommands() {}

  static List<DataCommand> all() {
    return List.of(
        new DataCommand(ListSpecs.LPUSH, call -> push(call, ListEnd.HEAD)),
        new DataCommand(ListSpecs.RPUSH, call -> push(call, ListEnd.TAIL)),
        new DataCommand(ListSpecs.LPUSHX, call -> pushToExisting(call, ListEnd.HEAD)),
        new DataCommand(ListSpecs.RPUSHX, call -> pushToExisting(call, ListEnd.TAIL)),
        new DataCommand(ListSpecs.LPOP, call -> pop(call, ListEnd.HEAD, ListSpecs.LPOP)),
        new DataCommand(ListSpecs.RPOP, call -> pop(call, ListEnd.TAIL, ListSpecs.RPOP)),
        new DataCommand(ListSpecs.LRANGE, ListCommands::lrange),
        new DataCommand(ListSpecs.LLEN, ListCommands::llen),
        new DataCommand(ListSpecs.LINDEX, ListCommands::lindex),
        new DataCommand(ListSpecs.LREM, ListCommands::lrem),
        new DataCommand(ListSpecs.LTRIM, ListCommands::ltrim));
  }

  private static @Nullable ListValue find(DataCall call) {
    return call.find(call.key(), ListValue.class);
  }

  private static Reply push(DataCall call, ListEnd end) {
    return push(call, call.findOrCreate(call.key(), ListValue.class, ListValue::new), end);
  }

  private static Reply pushToExisting(DataCall call, ListEnd end) {
    ListValue list = find(call);
    return list == null ? Reply.ZERO : push(call, list, end);
  }

  private static Reply push(DataCall call, ListValue list, ListEnd end) {
    for (Bytes element : call.from(2)) {
      end.add(list, element);
    }
    call.changed(call.key(), call.count() - 2, end.pushed());
    return Reply.of(list.size());
  }

  private static Reply pop(DataCall call, ListEnd end, CommandSpec spec) {
    if (call.count() > 3) {
      throw CommandError.wrongNumberOfWords(spec);
    }
    boolean hasCount = call.count() == 3;
    long wanted = hasCount ? Numbers.parseCount(call.word(2)) : 1;
    ListValue list = find(call);
    if (list == null) {
      return hasCount ? Reply.NULL_ARRAY : Reply.NULL;
    }
    int count = (int) Math.min(wanted, list.size());
    List<Reply> elements = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      elements.add(Reply.bulk(end.remove(list)));
    }
    call.changed(call.key(), list, count, end.popped());
    return hasCount ? Reply.array(elements) : elements.get(0);
  }

  private static Reply lrange(DataCall call) {
    long start = call.integer(2);
    long stop = call.integer(3);
    ListValue list = find(call);
    if (list == null) {
      return Reply.EMPTY_ARRAY;
    }
    Span span = Span.of(start, stop, list.size());
    byte[][] elements = new byte[span.size()][];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = list.get(span.from() + i).shared();
    }
    return Reply.bulks(elements);
  }

  private static Reply llen(DataCall call) {
    ListValue list = find(call);
    return Reply.of(list == null ? 0 : list.size());
  }

  /** The one command here that looks for the key before it reads the number. */
  private static Reply lindex(DataCall call) {
    ListValue list = find(call);
    if (list == null) {
      return Reply.NULL;
    }
    long given = call.integer(2);
    long index = given < 0 ? given + list.size() : given;
    return index >= 0 && index < list.size() ? Reply.bulk(list.get((int) index)) : Reply.NULL;
  }

  private static Reply lrem(DataCall call) {
    long count = call.integer(2);
    if (count == Long.MIN_VALUE) {
      throw CommandError.of(
          "value is out of range, value must between %d and %d"
              .formatted(-Long.MAX_VALUE, Long.MAX_VALUE));
    }
    ListValue list = find(call);
    if (list == null) {
      return Reply.ZERO;
    }
    Bytes element = call.word(3);
    int removed =
        count < 0
            ? list.removeLastEqual(element, -count)
            : list.removeEqual(element, count == 0 ? Long.MAX_VALUE : count);
    call.changed(call.key(), list, removed, KeyEvent.LREM);
    return Reply.of(removed);
  }

  private static Reply ltrim(DataCall call) {
    long start = call.integer(2);
    long stop = call.integer(3);
    ListValue list = find(call);
    if (list == null) {
      return Reply.OK;
    }
    int size = list.size();
    Span kept = Span.of(start, stop, size);
    for (int i = kept.to(); i < size; i++) {
      list.removeLast();
    }
    for (int i = 0; i < kept.from(); i++) {
      list.removeFirst();
    }
    if (kept.size() == size) { // told of, though nothing went
      call.keyspace().touched(call.database(), call.key());
      call.tell(KeyEvent.LTRIM, call.key());
    }
    call.changed(call.key(), list, size - kept.size(), KeyEvent.LTRIM);
    return Reply.OK;
  }
}
