package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** XGROUP and the commands on what is pending, but for those that claim. */
final class GroupCommands {
  private GroupCommands() {}

  static List<DataCommand> all() {
    return List.of(
        new DataCommand(StreamGroupSpecs.XACK, GroupCommands::xack),
        new DataCommand(StreamGroupSpecs.XPENDING, GroupCommands::xpending));
  }

  /** Of XGROUP, less HELP. */
  static List<DataCommand> subcommands() {
    return List.of(
        new DataCommand(StreamGroupSpecs.CREATE, GroupCommands::create),
        new DataCommand(StreamGroupSpecs.SETID, GroupCommands::setid),
        new DataCommand(StreamGroupSpecs.DESTROY, GroupCommands::destroy),
        new DataCommand(StreamGroupSpecs.CREATECONSUMER, GroupCommands::createconsumer),
        new DataCommand(StreamGroupSpecs.DELCONSUMER, GroupCommands::delconsumer));
  }

  /** The options of CREATE and SETID, from word 5 on. */
  private record Options(boolean makesStream, long entriesRead) {
    static Options parse(DataCall call, boolean mayMakeStream) {
      boolean makesStream = false;
      long entriesRead = ConsumerGroup.UNKNOWN;
      for (int i = 5; i < call.count(); i++) {
        if (mayMakeStream && call.is(i, "MKSTREAM")) {
          makesStream = true;
        } else if (call.is(i, "ENTRIESREAD") && i + 1 < call.count()) {
          i++;
          entriesRead = call.integer(i);
          if (entriesRead < 0 && entriesRead != ConsumerGroup.UNKNOWN) {
            throw CommandError.of("value for ENTRIESREAD must be positive or -1");
          }
        } else {
          throw unknownSubcommand(call);
        }
      }
      return new Options(makesStream, entriesRead);
    }
  }

  /** What Valkey says where the words of a subcommand do not fit. */
  static CommandError unknownSubcommand(DataCall call) {
    return CommandError.quoting(
        "unknown subcommand or wrong number of arguments for '",
        call.word(1),
        "'. Try " + call.word(0).toLatin1().toUpperCase(Locale.ROOT) + " HELP.");
  }

  private static @Nullable StreamValue find(DataCall call) {
    return call.find(call.word(2), StreamValue.class);
  }

  private static StreamValue stream(DataCall call) {
    StreamValue stream = find(call);
    if (stream == null) {
      throw CommandError.of(
          "The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to"
              + " use the MKSTREAM option to create an empty stream automatically.");
    }
    return stream;
  }

  private static ConsumerGroup group(DataCall call) {
    ConsumerGroup group = stream(call).group(call.word(3));
    if (group == null) {
      throw noGroup(call.word(3), call.word(2));
    }
    return group;
  }

  static CommandError noGroup(Bytes group, Bytes key) {
    return CommandError.withCode(
        "NOGROUP No such consumer group '%s' for key name '%s'", group, key);
  }

  private static Reply create(DataCall call) {
    Options options = Options.parse(call, true);
    StreamValue found = options.makesStream() ? find(call) : stream(call);
    if (call.count() > 8) {
      throw unknownSubcommand(call);
    }
    StreamId id =
        call.is(4, "$")
            ? found == null ? StreamId.ZERO : found.lastId()
            : StreamId.parse(call.word(4), StreamId.FROM_FIRST);
    StreamValue stream = found == null ? new StreamValue() : found;
    if (stream.group(call.word(3)) != null) {
      throw CommandError.withCode("BUSYGROUP Consumer Group name already exists");
    }
    if (found == null) {
      call.put(call.word(2), stream);
      call.keyspace().touched(call.database(), call.word(2));
    }
    stream.addGroup(call.word(3), new ConsumerGroup(id, options.entriesRead()));
    counted(call, KeyEvent.XGROUP_CREATE);
    return Reply.OK;
  }

  private static Reply setid(DataCall call) {
    Options options = Options.parse(call, false);
    ConsumerGroup group = group(call);
    if (call.count() > 7) {
      throw unknownSubcommand(call);
    }
    group.lastId(
        call.is(4, "$")
            ? stream(call).lastId()
            : StreamId.parseEnd(call.word(4), StreamId.FROM_FIRST));
    group.entriesRead(options.entriesRead());
    counted(call, KeyEvent.XGROUP_SETID);
    return Reply.OK;
  }

  private static Reply destroy(DataCall call) {
    if (!stream(call).removeGroup(call.word(3))) {
      return Reply.ZERO;
    }
    call.keyspace().ready(call.database(), call.word(2)); // who reads as of the group is told
    counted(call, KeyEvent.XGROUP_DESTROY);
    return Reply.ONE;
  }

  private static Reply createconsumer(DataCall call) {
    ConsumerGroup group = group(call);
    if (group.consumer(call.word(4)) != null) {
      return Reply.ZERO;
    }
    var unused = group.addConsumer(call.word(4), call.nowMs());
    counted(call, KeyEvent.XGROUP_CREATECONSUMER);
    return Reply.ONE;
  }

  private static Reply delconsumer(DataCall call) {
    ConsumerGroup group = group(call);
    Consumer consumer = group.consumer(call.word(4));
    if (consumer == null) {
      return Reply.ZERO;
    }
    counted(call, KeyEvent.XGROUP_DELCONSUMER);
    return Reply.of(group.removeConsumer(consumer));
  }

  private static void counted(DataCall call, KeyEvent event) {
    call.counted(call.word(2), 1);
    call.tell(event, call.word(2));
  }

  private static Reply xack(DataCall call) {
    StreamValue stream = StreamCommands.find(call);
    ConsumerGroup group = stream == null ? null : stream.group(call.word(2));
    if (group == null) {
      return Reply.ZERO;
    }
    int acknowledged = 0;
    for (StreamId id : StreamCommands.ids(call, 3)) {
      if (group.acknowledge(id)) {
        acknowledged++;
      }
    }
    call.counted(call.key(), acknowledged);
    return Reply.of(acknowledged);
  }

  /** The group that most commands name in word 2. */
  static ConsumerGroup groupOf(DataCall call, @Nullable StreamValue stream) {
    ConsumerGroup group = stream == null ? null : stream.group(call.word(2));
    if (group == null) {
      throw CommandError.withCode(
          "NOGROUP No such key '%s' or consumer group '%s'", call.key(), call.word(2));
    }
    return group;
  }

  private static Reply xpending(DataCall call) {
    if (call.count() == 3) {
      return summary(groupOf(call, StreamCommands.find(call)));
    } else if (call.count() < 6 || call.count() > 9) {
      throw CommandError.syntax();
    }
    boolean hasIdle = call.is(3, "IDLE");
    long minIdleMs = hasIdle ? call.integer(4) : 0;
    if (hasIdle && call.count() < 8) {
      throw CommandError.syntax();
    }
    int first = hasIdle ? 5 : 3;
    long count = call.integer(first + 2);
    StreamId start = StreamId.parseFirst(call.word(first));
    StreamId end = StreamId.parseLast(call.word(first + 1));
    ConsumerGroup group = groupOf(call, StreamCommands.find(call));
    NavigableMap<StreamId, Pending> pending = group.pending();
    if (first + 3 < call.count()) {
      Consumer consumer = group.consumer(call.word(first + 3));
      if (consumer == null) {
        return Reply.EMPTY_ARRAY;
      }
      pending = consumer.pending();
    }
    List<Reply> found = new ArrayList<>();
    for (Map.Entry<StreamId, Pending> each : pending.tailMap(start, true).entrySet()) {
      if (found.size() >= count || each.getKey().isAfter(end)) {
        break;
      }
      long idleMs = call.nowMs() - each.getValue().deliveredMs();
      if (minIdleMs == 0 || idleMs >= minIdleMs) {
        found.add(
            Reply.array(
                Reply.bulk(each.getKey().toBytes()),
                Reply.bulk(each.getValue().consumer().name()),
                Reply.of(Math.max(0, idleMs)),
                Reply.of(each.getValue().count())));
      }
    }
    return Reply.array(found);
  }

  private static Reply summary(ConsumerGroup group) {
    if (group.pending().isEmpty()) {
      return Reply.array(Reply.ZERO, Reply.NULL, Reply.NULL, Reply.NULL_ARRAY);
    }
    List<Reply> consumers = new ArrayList<>();
    for (Consumer consumer : group.consumers().values()) {
      if (!consumer.pending().isEmpty()) {
        consumers.add(
            Reply.array(
                Reply.bulk(consumer.name()), Reply.bulk(Bytes.of(consumer.pending().size()))));
      }
    }
    return Reply.array(
        Reply.of(group.pending().size()),
        Reply.bulk(group.pending().firstKey().toBytes()),
        Reply.bulk(group.pending().lastKey().toBytes()),
        Reply.array(consumers));
  }
}
