package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;

/** XINFO. */
final class StreamInfo {
  private static final long DEFAULT_COUNT = 10;

  private StreamInfo() {}

  /** Of XINFO, less HELP. */
  static List<DataCommand> subcommands() {
    return List.of(
        new DataCommand(StreamSpecs.STREAM, StreamInfo::stream),
        new DataCommand(StreamGroupSpecs.GROUPS, StreamInfo::groups),
        new DataCommand(StreamGroupSpecs.CONSUMERS, StreamInfo::consumers));
  }

  private static StreamValue find(DataCall call) {
    StreamValue stream = call.find(call.word(2), StreamValue.class);
    if (stream == null) {
      throw CommandError.of("no such key");
    }
    return stream;
  }

  private static Reply stream(DataCall call) {
    StreamValue stream = find(call);
    boolean isFull = call.count() > 3;
    long count = DEFAULT_COUNT;
    if (isFull) {
      boolean hasCount = call.count() == 6 && call.is(4, "COUNT");
      if (!call.is(3, "FULL") || (call.count() != 4 && !hasCount)) {
        throw GroupCommands.unknownSubcommand(call);
      }
      long given = hasCount ? call.integer(5) : DEFAULT_COUNT;
      count = given < 0 ? DEFAULT_COUNT : given;
    }
    List<Reply.Entry> facts = new ArrayList<>();
    add(facts, "length", Reply.of(stream.length()));
    add(facts, "radix-tree-keys", Reply.of(stream.nodes()));
    // There is no such tree here; this is what one that branches at its root would have.
    add(facts, "radix-tree-nodes", Reply.of(stream.nodes() + 1));
    add(facts, "last-generated-id", id(stream.lastId()));
    add(facts, "max-deleted-entry-id", id(stream.maxDeletedId()));
    add(facts, "entries-added", Reply.of(stream.entriesAdded()));
    add(facts, "recorded-first-entry-id", id(stream.firstId()));
    if (isFull) {
      add(facts, "entries", StreamCommands.entries(range(stream, count, false)));
      add(facts, "groups", fullGroups(stream, count));
    } else {
      add(facts, "groups", Reply.of(stream.groups().size()));
      add(facts, "first-entry", edge(stream, false));
      add(facts, "last-entry", edge(stream, true));
    }
    return new Reply.Dictionary(facts);
  }

  private static List<StreamEntry> range(StreamValue stream, long count, boolean reversed) {
    return stream.range(StreamId.ZERO, StreamId.LAST, count, reversed);
  }

  private static Reply edge(StreamValue stream, boolean atEnd) {
    List<StreamEntry> found = range(stream, 1, atEnd);
    return found.isEmpty() ? Reply.NULL : StreamCommands.entry(found.get(0));
  }

  private static Reply fullGroups(StreamValue stream, long count) {
    List<Reply> groups = new ArrayList<>();
    stream
        .groups()
        .forEach(
            (name, group) -> {
              List<Reply.Entry> facts = new ArrayList<>();
              add(facts, "name", Reply.bulk(name));
              add(facts, "last-delivered-id", id(group.lastId()));
              addProgress(facts, stream, group);
              add(facts, "pel-count", Reply.of(group.pending().size()));
              add(facts, "pending", pending(group.pending(), count, true));
              add(facts, "consumers", fullConsumers(group, count));
              groups.add(new Reply.Dictionary(facts));
            });
    return Reply.array(groups);
  }

  private static void addProgress(
      List<Reply.Entry> facts, StreamValue stream, ConsumerGroup group) {
    long read = group.entriesRead();
    add(facts, "entries-read", read == ConsumerGroup.UNKNOWN ? Reply.NULL : Reply.of(read));
    OptionalLong lag = group.lag(stream);
    add(facts, "lag", lag.isEmpty() ? Reply.NULL : Reply.of(lag.getAsLong()));
  }

  private static Reply fullConsumers(ConsumerGroup group, long count) {
    List<Reply> consumers = new ArrayList<>();
    for (Consumer consumer : group.consumers().values()) {
      List<Reply.Entry> facts = new ArrayList<>();
      add(facts, "name", Reply.bulk(consumer.name()));
      add(facts, "seen-time", Reply.of(consumer.seenMs()));
      add(facts, "active-time", Reply.of(consumer.activeMs()));
      add(facts, "pel-count", Reply.of(consumer.pending().size()));
      add(facts, "pending", pending(consumer.pending(), count, false));
      consumers.add(new Reply.Dictionary(facts));
    }
    return Reply.array(consumers);
  }

  private static Reply pending(
      NavigableMap<StreamId, Pending> pending, long count, boolean withConsumer) {
    List<Reply> replies = new ArrayList<>();
    for (Map.Entry<StreamId, Pending> each : pending.entrySet()) {
      if (count > 0 && replies.size() == count) {
        break;
      }
      List<Reply> facts = new ArrayList<>();
      facts.add(id(each.getKey()));
      if (withConsumer) {
        facts.add(Reply.bulk(each.getValue().consumer().name()));
      }
      facts.add(Reply.of(each.getValue().deliveredMs()));
      facts.add(Reply.of(each.getValue().count()));
      replies.add(Reply.array(facts));
    }
    return Reply.array(replies);
  }

  private static Reply groups(DataCall call) {
    StreamValue stream = find(call);
    List<Reply> groups = new ArrayList<>();
    stream
        .groups()
        .forEach(
            (name, group) -> {
              List<Reply.Entry> facts = new ArrayList<>();
              add(facts, "name", Reply.bulk(name));
              add(facts, "consumers", Reply.of(group.consumers().size()));
              add(facts, "pending", Reply.of(group.pending().size()));
              add(facts, "last-delivered-id", id(group.lastId()));
              addProgress(facts, stream, group);
              groups.add(new Reply.Dictionary(facts));
            });
    return Reply.array(groups);
  }

  private static Reply consumers(DataCall call) {
    Bytes name = call.word(3);
    ConsumerGroup group = find(call).group(name);
    if (group == null) {
      throw GroupCommands.noGroup(name, call.word(2));
    }
    List<Reply> consumers = new ArrayList<>();
    for (Consumer consumer : group.consumers().values()) {
      long activeMs = consumer.activeMs();
      List<Reply.Entry> facts = new ArrayList<>();
      add(facts, "name", Reply.bulk(consumer.name()));
      add(facts, "pending", Reply.of(consumer.pending().size()));
      add(facts, "idle", Reply.of(Math.max(0, call.nowMs() - consumer.seenMs())));
      add(
          facts,
          "inactive",
          Reply.of(activeMs == Consumer.NEVER ? Consumer.NEVER : call.nowMs() - activeMs));
      consumers.add(new Reply.Dictionary(facts));
    }
    return Reply.array(consumers);
  }

  private static Reply id(StreamId id) {
    return Reply.bulk(id.toBytes());
  }

  private static void add(List<Reply.Entry> facts, String name, Reply value) {
    facts.add(new Reply.Entry(Reply.bulk(name), value));
  }
}
