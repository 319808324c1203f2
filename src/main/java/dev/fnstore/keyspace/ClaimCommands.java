package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Integers;
import dev.fnstore.resp.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** XCLAIM and XAUTOCLAIM: what is pending for one consumer gets another's. */
final class ClaimCommands {
  private static final int DEFAULT_COUNT = 100;

  /** How many pending entries XAUTOCLAIM looks at for each that it may give. */
  private static final int ATTEMPTS = 10;

  private static final long MOST_COUNT = Long.MAX_VALUE / 16;

  private ClaimCommands() {}

  static List<DataCommand> all() {
    return List.of(
        new DataCommand(StreamGroupSpecs.XCLAIM, ClaimCommands::xclaim),
        new DataCommand(StreamGroupSpecs.XAUTOCLAIM, ClaimCommands::xautoclaim));
  }

  private static Reply xclaim(DataCall call) {
    StreamValue stream = StreamCommands.find(call);
    ConsumerGroup group = GroupCommands.groupOf(call, stream);
    if (stream == null) {
      return Reply.EMPTY_ARRAY;
    }
    long minIdleMs = minIdleMs(call, StreamGroupSpecs.XCLAIM.name());
    List<StreamId> ids = leadingIds(call);
    ClaimOptions options = ClaimOptions.parse(call, 5 + ids.size());
    boolean movedOn = options.lastId().isAfter(group.lastId());
    if (movedOn) {
      group.lastId(options.lastId());
    }
    Claim claim = new Claim(call, stream, group, consumer(call, group), options);
    List<Reply> replies = new ArrayList<>();
    boolean changed = false;
    for (StreamId id : ids) {
      Pending pending = group.pending().get(id);
      if (!stream.has(id)) {
        if (pending != null) {
          group.acknowledge(id);
          call.counted(call.key(), 1);
          changed = true;
        }
      } else if (pending == null ? options.force() : claim.isIdle(pending, minIdleMs)) {
        replies.add(claim.take(id, pending));
        changed = true;
      }
    }
    if (movedOn && !changed) {
      call.counted(call.key(), 1);
    }
    return Reply.array(replies);
  }

  private static long minIdleMs(DataCall call, String name) {
    long given =
        Integers.parse(call.word(4))
            .orElseThrow(
                () ->
                    CommandError.of(
                        "Invalid min-idle-time argument for " + name.toUpperCase(Locale.ROOT)));
    return Math.max(0, given);
  }

  /** The words from 5 on that are IDs; what comes behind them are options. */
  private static List<StreamId> leadingIds(DataCall call) {
    List<StreamId> ids = new ArrayList<>();
    for (Bytes word : call.from(5)) {
      Optional<StreamId> id = StreamId.tryParse(word);
      if (id.isEmpty()) {
        break;
      }
      ids.add(id.get());
    }
    return ids;
  }

  private static Consumer consumer(DataCall call, ConsumerGroup group) {
    Consumer found = group.consumer(call.word(3));
    if (found == null) {
      call.counted(call.key(), 1);
      call.tell(KeyEvent.XGROUP_CREATECONSUMER, call.key());
      found = group.addConsumer(call.word(3), call.nowMs());
    }
    found.seen(call.nowMs());
    return found;
  }

  /** The taking of entries for one consumer. */
  private record Claim(
      DataCall call,
      StreamValue stream,
      ConsumerGroup group,
      Consumer consumer,
      ClaimOptions options) {

    boolean isIdle(Pending pending, long minIdleMs) {
      return minIdleMs == 0 || call.nowMs() - pending.deliveredMs() >= minIdleMs;
    }

    /**
     * Takes an entry that is in the stream.
     *
     * @param pending null where it is pending for nobody
     */
    Reply take(StreamId id, @Nullable Pending pending) {
      Pending delivery = pending;
      if (delivery == null) {
        delivery = new Pending(consumer, call.nowMs(), 1);
        group.assign(id, delivery);
      } else {
        group.move(id, delivery, consumer);
      }
      long count = options.countAfter(delivery.count());
      group.delivered(id, delivery, options.deliveredMs(), count);
      consumer.active(call.nowMs());
      call.counted(call.key(), 1);
      return options.onlyIds()
          ? Reply.bulk(id.toBytes())
          : StreamCommands.entry(stream.range(id, id, 1, false).get(0));
    }
  }

  private static Reply xautoclaim(DataCall call) {
    long minIdleMs = minIdleMs(call, StreamGroupSpecs.XAUTOCLAIM.name());
    StreamId start = StreamId.parseFirst(call.word(5));
    long count = DEFAULT_COUNT;
    boolean onlyIds = false;
    for (int i = 6; i < call.count(); i++) {
      if (call.is(i, "COUNT") && i + 1 < call.count()) {
        i++;
        count = count(call.word(i));
      } else if (call.is(i, "JUSTID")) {
        onlyIds = true;
      } else {
        throw CommandError.syntax();
      }
    }
    StreamValue stream = StreamCommands.find(call);
    ConsumerGroup group = GroupCommands.groupOf(call, stream);
    if (stream == null) {
      return Reply.EMPTY_ARRAY;
    }
    ClaimOptions options = ClaimOptions.now(call.nowMs(), onlyIds);
    Claim claim = new Claim(call, stream, group, consumer(call, group), options);
    return claimFrom(claim, start, minIdleMs, count);
  }

  private static long count(Bytes word) {
    long count = Integers.parse(word).orElseThrow(() -> CommandError.of("COUNT must be > 0"));
    if (count < 1 || count > MOST_COUNT) {
      throw CommandError.of("COUNT must be > 0");
    }
    return count;
  }

  /** Where to go on, the entries, and the IDs of those that were deleted meanwhile. */
  private static Reply claimFrom(Claim claim, StreamId start, long minIdleMs, long most) {
    NavigableMap<StreamId, Pending> pending = claim.group().pending();
    List<Reply> taken = new ArrayList<>();
    List<Reply> deleted = new ArrayList<>();
    long attempts = most * ATTEMPTS;
    @Nullable StreamId id = pending.ceilingKey(start);
    while (id != null && attempts > 0 && taken.size() + deleted.size() < most) {
      attempts--;
      Pending delivery = pending.get(id);
      if (!claim.stream().has(id)) {
        claim.group().acknowledge(id);
        claim.call().counted(claim.call().key(), 1);
        deleted.add(Reply.bulk(id.toBytes()));
      } else if (delivery != null && claim.isIdle(delivery, minIdleMs)) {
        taken.add(claim.take(id, delivery));
      }
      id = pending.higherKey(id);
    }
    Bytes next = (id == null ? StreamId.ZERO : id).toBytes();
    return Reply.array(Reply.bulk(next), Reply.array(taken), Reply.array(deleted));
  }
}
