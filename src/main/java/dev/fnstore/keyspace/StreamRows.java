package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** See {@link Rows}. Entries always have rows of their own: a stream grows at its end. */
final class StreamRows implements ElementRows<StreamValue> {
  private static final byte ENTRY = 0;
  private static final byte GROUP = 1;
  private static final byte PENDING = 2;
  private static final int ROOM = 64;

  @Override
  public Class<StreamValue> type() {
    return StreamValue.class;
  }

  @Override
  public StreamValue create() {
    return new StreamValue();
  }

  @Override
  public boolean isAlwaysSpread() {
    return true;
  }

  @Override
  public void pack(StreamValue value, RowBytes out, int most) {
    throw new IllegalStateException("a stream is never in one row");
  }

  @Override
  public void unpack(StreamValue value, RowInput in) {
    throw new DamagedRowException("a stream is never in one row");
  }

  @Override
  public void writeHead(StreamValue value, RowBytes out) {
    add(add(out, value.lastId()), value.maxDeletedId()).addLong(value.entriesAdded());
  }

  @Override
  public void readHead(StreamValue value, RowInput in) {
    value.lastId(readId(in));
    value.maxDeletedId(readId(in));
    value.entriesAdded(in.readLong());
  }

  private static RowBytes add(RowBytes out, StreamId id) {
    return out.addLong(id.ms()).addLong(id.seq());
  }

  private static StreamId readId(RowInput in) {
    return new StreamId(in.readLong(), in.readLong());
  }

  /** The row of an entry. */
  static Bytes entryRow(StreamId id) {
    return Rows.bytes(add(new RowBytes(1 + 2 * Long.BYTES).add(ENTRY), id));
  }

  private static Bytes groupRow(int group) {
    return Rows.bytes(new RowBytes(1 + Integer.BYTES).add(GROUP).addInt(group));
  }

  /** The row of what is pending in a group. */
  static Bytes pendingRow(int group, StreamId id) {
    int length = 1 + Integer.BYTES + 2 * Long.BYTES;
    return Rows.bytes(add(new RowBytes(length).add(PENDING).addInt(group), id));
  }

  @Override
  public void forEachRow(StreamValue value, RowVisitor rows) {
    value
        .range(StreamId.ZERO, StreamId.LAST, 0, false)
        .forEach(entry -> rows.visit(entryRow(entry.id())));
    for (ConsumerGroup group : value.groups().values()) {
      rows.visit(groupRow(group.number()));
      group.pending().keySet().forEach(id -> rows.visit(pendingRow(group.number(), id)));
    }
  }

  @Override
  public boolean writeElement(StreamValue value, Bytes row, RowBytes out) {
    RowInput in = new RowInput(row.shared());
    return switch (in.readByte()) {
      case ENTRY -> writeEntry(value, readId(in), out);
      case GROUP -> writeGroup(value, in.readInt(), out);
      default -> writePending(value, in.readInt(), readId(in), out);
    };
  }

  private static boolean writeEntry(StreamValue value, StreamId id, RowBytes out) {
    List<StreamEntry> found = value.range(id, id, 1, false);
    found.forEach(entry -> entry.words().forEach(out::addCounted));
    return !found.isEmpty();
  }

  private static boolean writeGroup(StreamValue value, int number, RowBytes out) {
    for (Map.Entry<Bytes, ConsumerGroup> group : value.groups().entrySet()) {
      if (group.getValue().number() == number) {
        write(group.getKey(), group.getValue(), out);
        return true;
      }
    }
    return false;
  }

  private static void write(Bytes name, ConsumerGroup group, RowBytes out) {
    add(out.addCounted(name), group.lastId()).addLong(group.entriesRead());
    for (Consumer consumer : group.consumers().values()) {
      out.addCounted(consumer.name()).addLong(consumer.seenMs()).addLong(consumer.activeMs());
    }
  }

  private static boolean writePending(StreamValue value, int number, StreamId id, RowBytes out) {
    ConsumerGroup group = group(value, number);
    Pending pending = group == null ? null : group.pending().get(id);
    if (pending == null) {
      return false;
    }
    out.addCounted(pending.consumer().name())
        .addLong(pending.deliveredMs())
        .addLong(pending.count());
    return true;
  }

  @Override
  public void readElement(StreamValue value, Bytes row, RowInput in) {
    RowInput key = new RowInput(row.shared());
    switch (key.readByte()) {
      case ENTRY -> readEntry(value, readId(key), in);
      case GROUP -> readGroup(value, key.readInt(), in);
      case PENDING -> readPending(value, key.readInt(), readId(key), in);
      default -> throw new DamagedRowException("a row of a stream is of no known kind");
    }
  }

  private static void readEntry(StreamValue value, StreamId id, RowInput in) {
    List<Bytes> words = new ArrayList<>();
    while (!in.isAtEnd()) {
      words.add(in.readCounted());
    }
    value.restore(new StreamEntry(id, words));
  }

  private static void readGroup(StreamValue value, int number, RowInput in) {
    Bytes name = in.readCounted();
    ConsumerGroup group = new ConsumerGroup(readId(in), in.readLong());
    value.restore(name, group, number);
    while (!in.isAtEnd()) {
      Consumer consumer = group.addConsumer(in.readCounted(), in.readLong());
      consumer.active(in.readLong());
    }
  }

  private static void readPending(StreamValue value, int number, StreamId id, RowInput in) {
    ConsumerGroup group = group(value, number);
    Consumer consumer = group == null ? null : group.consumer(in.readCounted());
    if (group == null || consumer == null) {
      throw new DamagedRowException("what is pending in a stream is for nobody");
    }
    group.assign(id, new Pending(consumer, in.readLong(), in.readLong()));
  }

  private static @Nullable ConsumerGroup group(StreamValue value, int number) {
    for (ConsumerGroup group : value.groups().values()) {
      if (group.number() == number) {
        return group;
      }
    }
    return null;
  }

  /** Groups are few, and change whenever they are read: each is written if it is another. */
  @Override
  public void refresh(StreamValue value, Spread spread) {
    Map<Bytes, Bytes> present = new HashMap<>();
    value
        .groups()
        .forEach((name, group) -> present.put(groupRow(group.number()), row(name, group)));
    Map<Bytes, Bytes> before = spread.remembered();
    present.forEach(
        (row, content) -> {
          if (!content.equals(before.get(row))) {
            spread.changed(row);
          }
        });
    for (Bytes row : before.keySet()) {
      if (!present.containsKey(row)) {
        spread.changed(row);
      }
    }
    spread.remember(present);
  }

  private static Bytes row(Bytes name, ConsumerGroup group) {
    RowBytes out = new RowBytes(ROOM);
    write(name, group, out);
    return Rows.bytes(out);
  }
}
