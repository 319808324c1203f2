package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A group of consumers of a stream: how far it has read, and what is pending for whom. */
final class ConsumerGroup {
  /** Of {@link #entriesRead} where it can't be told. */
  static final long UNKNOWN = -1;

  private final NavigableMap<Bytes, Consumer> consumers = new TreeMap<>();
  private final NavigableMap<StreamId, Pending> pending = new TreeMap<>();
  private StreamId lastId;
  private long entriesRead;
  private @Nullable StreamValue owner;
  private int number;

  ConsumerGroup(StreamId lastId, long entriesRead) {
    this.lastId = lastId;
    this.entriesRead = entriesRead;
  }

  /** It is the group of this number of {@code stream} from now on. */
  void belongTo(StreamValue stream, int newNumber) {
    owner = stream;
    number = newNumber;
  }

  /** No other group of its stream has the same. */
  int number() {
    return number;
  }

  private void changed(StreamId id) {
    if (owner != null && owner.isSpread()) {
      owner.changedElement(StreamRows.pendingRow(number, id));
    }
  }

  /** All that is pending is other than before, or goes. */
  void changedAllPending() {
    pending.keySet().forEach(this::changed);
  }

  /** The ID up to which entries were given to consumers. */
  StreamId lastId() {
    return lastId;
  }

  void lastId(StreamId id) {
    lastId = id;
  }

  /** How many entries of the stream come up to {@link #lastId}, or {@link #UNKNOWN}. */
  long entriesRead() {
    return entriesRead;
  }

  void entriesRead(long count) {
    entriesRead = count;
  }

  /** The consumers by name. */
  NavigableMap<Bytes, Consumer> consumers() {
    return consumers;
  }

  @Nullable Consumer consumer(Bytes name) {
    return consumers.get(name);
  }

  /** A new consumer, which has nothing pending. */
  Consumer addConsumer(Bytes name, long nowMs) {
    Consumer consumer = new Consumer(name, nowMs);
    consumers.put(name, consumer);
    return consumer;
  }

  /** Removes a consumer and what is pending for it; gives the number of that. */
  int removeConsumer(Consumer consumer) {
    consumer.pending().keySet().forEach(this::changed);
    consumer.pending().keySet().forEach(pending::remove);
    consumers.remove(consumer.name());
    return consumer.pending().size();
  }

  /** What is pending, whoever it is for. */
  NavigableMap<StreamId, Pending> pending() {
    return pending;
  }

  /** {@code id} was given to {@code consumer}, in the place of whoever had it. */
  void deliver(StreamId id, Consumer consumer, long nowMs) {
    Pending before = pending.get(id);
    if (before == null) {
      assign(id, new Pending(consumer, nowMs, 1));
    } else {
      delivered(id, before, nowMs, 1);
      move(id, before, consumer);
    }
  }

  /** {@code id}, which is pending, was given again. */
  void delivered(StreamId id, Pending delivery, long atMs, long times) {
    changed(id);
    delivery.delivered(atMs, times);
  }

  /** {@code id} is pending for the consumer of {@code delivery}. */
  void assign(StreamId id, Pending delivery) {
    changed(id);
    pending.put(id, delivery);
    delivery.consumer().pending().put(id, delivery);
  }

  /** {@code id} is pending for {@code consumer} from now on. */
  void move(StreamId id, Pending delivery, Consumer consumer) {
    changed(id);
    delivery.consumer().pending().remove(id);
    delivery.consumer(consumer);
    consumer.pending().put(id, delivery);
  }

  /** Whether it was pending. */
  boolean acknowledge(StreamId id) {
    Pending delivery = pending.remove(id);
    if (delivery != null) {
      changed(id);
      delivery.consumer().pending().remove(id);
    }
    return delivery != null;
  }

  /** An entry behind {@link #lastId} was read. */
  void read(StreamValue stream, StreamId id) {
    if (entriesRead != UNKNOWN
        && !lastId.isBefore(stream.firstId())
        && !stream.mayLackEntriesFrom(lastId)) {
      entriesRead++;
    } else if (stream.entriesAdded() > 0) {
      entriesRead = stream.countAddedTo(id).orElse(UNKNOWN);
    }
    lastId = id;
  }

  /** How many entries are still to be read, or nothing where that can't be told. */
  OptionalLong lag(StreamValue stream) {
    if (stream.entriesAdded() == 0) {
      return OptionalLong.of(0);
    } else if (entriesRead != UNKNOWN && !stream.mayLackEntriesFrom(lastId)) {
      return OptionalLong.of(stream.entriesAdded() - entriesRead);
    }
    OptionalLong read = stream.countAddedTo(lastId);
    return read.isEmpty() ? read : OptionalLong.of(stream.entriesAdded() - read.getAsLong());
  }

  ConsumerGroup copy() {
    ConsumerGroup copy = new ConsumerGroup(lastId, entriesRead);
    consumers.forEach((name, consumer) -> copy.consumers.put(name, consumer.withoutPending()));
    pending.forEach(
        (id, delivery) -> {
          Consumer owner = copy.consumers.get(delivery.consumer().name());
          if (owner != null) {
            copy.assign(id, new Pending(owner, delivery.deliveredMs(), delivery.count()));
          }
        });
    return copy;
  }
}
