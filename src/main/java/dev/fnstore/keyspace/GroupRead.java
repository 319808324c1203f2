package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What XREADGROUP does with one stream. */
record GroupRead(
    DataCall call, ReadRequest request, Bytes key, StreamValue stream, ConsumerGroup group) {
  /** The entries behind {@code id}, or null if there is nothing that is new to the group. */
  @Nullable Reply from(StreamId id) {
    Consumer consumer = consumer();
    consumer.seen(call.nowMs());
    Reply entries = id.equals(StreamId.LAST) ? fresh(consumer) : history(consumer, id);
    call.counted(key, entries != null ? 1 : 0);
    return entries;
  }

  /** Whether it has something to give for what nobody in the group has got yet. */
  boolean hasFresh() {
    StreamId start = group.lastId().next().orElse(StreamId.LAST);
    return !group.lastId().equals(StreamId.LAST)
        && !stream.range(start, StreamId.LAST, 1, false).isEmpty();
  }

  private Consumer consumer() {
    Bytes name = Objects.requireNonNull(request.consumer());
    Consumer found = group.consumer(name);
    if (found == null) {
      call.counted(key, 1);
      call.tell(KeyEvent.XGROUP_CREATECONSUMER, key);
      found = group.addConsumer(name, call.nowMs());
    }
    return found;
  }

  private @Nullable Reply fresh(Consumer consumer) {
    StreamId start = group.lastId().next().orElse(StreamId.LAST);
    List<StreamEntry> entries =
        group.lastId().equals(StreamId.LAST)
            ? List.of()
            : stream.range(start, StreamId.LAST, request.count(), false);
    for (StreamEntry entry : entries) {
      group.read(stream, entry.id());
      if (!request.withoutAcknowledging()) {
        group.deliver(entry.id(), consumer, call.nowMs());
        consumer.active(call.nowMs());
      }
    }
    return entries.isEmpty() ? null : StreamCommands.entries(entries);
  }

  /** What is pending for the consumer; of what was deleted meanwhile only the ID. */
  private Reply history(Consumer consumer, StreamId behind) {
    StreamId start = behind.next().orElse(StreamId.LAST);
    List<Reply> replies = new ArrayList<>();
    for (Map.Entry<StreamId, Pending> pending :
        consumer.pending().tailMap(start, true).entrySet()) {
      if (request.count() > 0 && replies.size() == request.count()) {
        break;
      }
      StreamId id = pending.getKey();
      List<StreamEntry> found = stream.range(id, id, 1, false);
      if (found.isEmpty()) {
        replies.add(Reply.array(Reply.bulk(id.toBytes()), Reply.NULL_ARRAY));
      } else {
        Pending delivery = pending.getValue();
        group.delivered(id, delivery, call.nowMs(), delivery.count() + 1);
        replies.add(StreamCommands.entry(found.get(0)));
      }
    }
    return Reply.array(replies);
  }
}
