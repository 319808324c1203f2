package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import java.util.ArrayList;
import java.util.List;

/** The commands on strings. */
final class StringCommands {
  private StringCommands() {}

  static List<DataCommand> all() {
    return List.of(
        new DataCommand(StringSpecs.GET, StringCommands::get),
        new DataCommand(StringSpecs.SET, SetCommand::set),
        new DataCommand(StringSpecs.SETNX, SetCommand::setnx),
        new DataCommand(StringSpecs.SETEX, SetCommand::setex),
        new DataCommand(StringSpecs.PSETEX, SetCommand::psetex),
        new DataCommand(StringSpecs.MGET, StringCommands::mget),
        new DataCommand(StringSpecs.MSET, StringCommands::mset),
        new DataCommand(StringSpecs.GETDEL, StringCommands::getdel),
        new DataCommand(StringSpecs.INCR, call -> add(call, 1)),
        new DataCommand(StringSpecs.DECR, call -> add(call, -1)),
        new DataCommand(StringSpecs.INCRBY, call -> add(call, call.integer(2))),
        new DataCommand(StringSpecs.DECRBY, StringCommands::decrby),
        new DataCommand(StringSpecs.APPEND, StringCommands::append),
        new DataCommand(StringSpecs.STRLEN, StringCommands::strlen));
  }

  static Reply get(DataCall call) {
    StringValue value = call.find(call.key(), StringValue.class);
    return value == null ? Reply.NULL : Reply.bulk(value.content());
  }

  private static Reply mget(DataCall call) {
    List<Reply> values = new ArrayList<>();
    for (Bytes key : call.from(1)) {
      Entry entry = call.find(key);
      values.add(
          entry != null && entry.value() instanceof StringValue value
              ? Reply.bulk(value.content())
              : Reply.NULL);
    }
    return Reply.array(values);
  }

  private static Reply mset(DataCall call) {
    if (call.count() % 2 == 0) {
      throw CommandError.wrongNumberOfWords(StringSpecs.MSET);
    }
    setAll(call);
    return Reply.OK;
  }

  /** Sets keys and values that come by turns, all the words of a call. */
  static void setAll(DataCall call) {
    for (int i = 1; i < call.count(); i += 2) {
      Entry entry = call.put(call.word(i), new StringValue(call.word(i + 1)));
      call.db().expireAt(entry, Entry.NEVER);
      call.changed(call.word(i), 1, KeyEvent.SET);
    }
  }

  private static Reply getdel(DataCall call) {
    Reply value = get(call);
    call.remove(call.key());
    return value;
  }

  private static Reply decrby(DataCall call) {
    long decrement = call.integer(2);
    if (decrement == Long.MIN_VALUE) {
      throw CommandError.of("decrement would overflow");
    }
    return add(call, -decrement);
  }

  private static Reply add(DataCall call, long increment) {
    StringValue value = call.find(call.key(), StringValue.class);
    long before = value == null ? 0 : Numbers.parseLong(value.content());
    long after = Numbers.add(before, increment);
    call.put(call.key(), new StringValue(Bytes.of(after)));
    call.changed(call.key(), 1, KeyEvent.INCRBY);
    return Reply.of(after);
  }

  private static Reply append(DataCall call) {
    StringValue value = call.find(call.key(), StringValue.class);
    Bytes before = value == null ? Bytes.EMPTY : value.content();
    Bytes more = call.word(2);
    Growth.checkLength((long) before.length() + more.length());
    Bytes after = before.concat(more);
    call.put(call.key(), new StringValue(after));
    call.changed(call.key(), 1, KeyEvent.APPEND);
    return Reply.of(after.length());
  }

  private static Reply strlen(DataCall call) {
    StringValue value = call.find(call.key(), StringValue.class);
    return Reply.of(value == null ? 0 : value.content().length());
  }
}
