package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The commands on the entries of streams, but for XREAD. */
final class StreamCommands {
  /** Of all words of an entry together, in bytes. */
  private static final long LARGEST_ENTRY = 1L << 30;

  private StreamCommands() {}

  static List<DataCommand> all() {
    return List.of(
        new DataCommand(StreamSpecs.XADD, StreamCommands::xadd),
        new DataCommand(StreamSpecs.XTRIM, StreamCommands::xtrim),
        new DataCommand(StreamSpecs.XDEL, StreamCommands::xdel),
        new DataCommand(StreamSpecs.XLEN, StreamCommands::xlen),
        new DataCommand(StreamSpecs.XRANGE, call -> range(call, false)),
        new DataCommand(StreamSpecs.XREVRANGE, call -> range(call, true)),
        new DataCommand(StreamSpecs.XSETID, StreamCommands::xsetid));
  }

  static @Nullable StreamValue find(DataCall call) {
    return call.find(call.key(), StreamValue.class);
  }

  private static Reply xadd(DataCall call) {
    StreamOptions options = StreamOptions.parseAdd(call);
    int words = call.count() - options.next() - 1;
    if (words < 2 || words % 2 != 0) {
      throw CommandError.wrongNumberOfWords(StreamSpecs.XADD);
    }
    Bytes wanted = call.word(options.next());
    StreamId.@Nullable Given given =
        wanted.equalsIgnoreCase("*") ? null : StreamId.parseNew(wanted);
    if (given != null && given.hasSequence() && given.id().equals(StreamId.ZERO)) {
      throw CommandError.of("The ID specified in XADD must be greater than 0-0");
    }
    StreamValue found = find(call);
    if (found == null && !options.makesStream()) {
      return Reply.NULL;
    }
    StreamValue stream = found != null ? found : new StreamValue();
    StreamEntry entry =
        new StreamEntry(
            idFor(stream, given, call.nowMs()), entryWords(call.from(options.next() + 1)));
    if (found == null) {
      call.put(call.key(), stream);
    }
    stream.add(entry, call.keyspace().streamLimits());
    long trimmed = options.trim() == null ? 0 : stream.trim(options.trim());
    call.changed(call.key(), 1, KeyEvent.XADD);
    if (trimmed > 0) {
      call.tell(KeyEvent.XTRIM, call.key());
    }
    return Reply.bulk(entry.id().toBytes());
  }

  private static List<Bytes> entryWords(List<Bytes> words) {
    long bytes = 0;
    for (Bytes word : words) {
      bytes += word.length();
    }
    if (bytes > LARGEST_ENTRY) {
      throw CommandError.of("Elements are too large to be stored");
    }
    return words;
  }

  /**
   * The ID of the next entry.
   *
   * @param given null where the stream shall choose
   */
  private static StreamId idFor(StreamValue stream, StreamId.@Nullable Given given, long nowMs) {
    StreamId last = stream.lastId();
    if (last.equals(StreamId.LAST)) {
      throw CommandError.of(
          "The stream has exhausted the last possible ID, unable to add more items");
    }
    Optional<StreamId> id;
    if (given == null) {
      StreamId now = new StreamId(nowMs, 0);
      id = now.ms() != last.ms() && now.isAfter(last) ? Optional.of(now) : last.next();
    } else if (!given.hasSequence() && given.id().ms() == last.ms()) {
      id = last.next().filter(next -> next.ms() == last.ms());
    } else {
      id = Optional.of(given.id());
    }
    return id.filter(next -> next.isAfter(last))
        .orElseThrow(
            () ->
                CommandError.of(
                    "The ID specified in XADD is equal or smaller than the target stream top item"));
  }

  private static Reply xtrim(DataCall call) {
    StreamTrim trim = StreamOptions.parseTrim(call).trim();
    StreamValue stream = find(call);
    long removed = stream == null || trim == null ? 0 : stream.trim(trim);
    call.changed(call.key(), removed, KeyEvent.XTRIM);
    return Reply.of(removed);
  }

  private static Reply xdel(DataCall call) {
    StreamValue stream = find(call);
    if (stream == null) {
      return Reply.ZERO;
    }
    int removed = 0;
    for (StreamId id : ids(call, 2)) {
      if (stream.remove(id)) {
        removed++;
      }
    }
    call.changed(call.key(), removed, KeyEvent.XDEL);
    return Reply.of(removed);
  }

  /** All words from {@code index} on. */
  static List<StreamId> ids(DataCall call, int index) {
    List<StreamId> ids = new ArrayList<>();
    for (Bytes word : call.from(index)) {
      ids.add(StreamId.parse(word, StreamId.FROM_FIRST));
    }
    return ids;
  }

  private static Reply xlen(DataCall call) {
    StreamValue stream = find(call);
    return Reply.of(stream == null ? 0 : stream.length());
  }

  /** The lower end is read first, wherever it comes. */
  private static Reply range(DataCall call, boolean reversed) {
    StreamId start = StreamId.parseFirst(call.word(reversed ? 3 : 2));
    StreamId end = StreamId.parseLast(call.word(reversed ? 2 : 3));
    long count = -1;
    for (int i = 4; i < call.count(); i += 2) {
      if (!call.is(i, "COUNT") || i + 1 == call.count()) {
        throw CommandError.syntax();
      }
      count = Math.max(0, call.integer(i + 1));
    }
    StreamValue stream = find(call);
    if (stream == null) {
      return Reply.EMPTY_ARRAY;
    } else if (count == 0) {
      return Reply.NULL_ARRAY;
    }
    return entries(stream.range(start, end, Math.max(0, count), reversed));
  }

  static Reply entries(List<StreamEntry> entries) {
    List<Reply> replies = new ArrayList<>(entries.size());
    for (StreamEntry entry : entries) {
      replies.add(entry(entry));
    }
    return Reply.array(replies);
  }

  static Reply entry(StreamEntry entry) {
    List<Reply> words = new ArrayList<>(entry.words().size());
    for (Bytes word : entry.words()) {
      words.add(Reply.bulk(word));
    }
    return Reply.array(Reply.bulk(entry.id().toBytes()), Reply.array(words));
  }

  private static Reply xsetid(DataCall call) {
    StreamId id = StreamId.parse(call.word(2), StreamId.FROM_FIRST);
    long added = -1;
    StreamId maxDeleted = StreamId.ZERO;
    for (int i = 3; i < call.count(); i += 2) {
      if (call.is(i, "ENTRIESADDED") && i + 1 < call.count()) {
        added = call.integer(i + 1);
        if (added < 0) {
          throw CommandError.of("entries_added must be positive");
        }
      } else if (call.is(i, "MAXDELETEDID") && i + 1 < call.count()) {
        maxDeleted = StreamId.parse(call.word(i + 1), StreamId.FROM_FIRST);
        if (id.isBefore(maxDeleted)) {
          throw CommandError.of(
              "The ID specified in XSETID is smaller than the provided max_deleted_entry_id");
        }
      } else {
        throw CommandError.syntax();
      }
    }
    StreamValue stream = find(call);
    if (stream == null) {
      throw CommandError.of("no such key");
    }
    check(stream, id, added);
    stream.lastId(id);
    if (added != -1) {
      stream.entriesAdded(added);
    }
    if (!maxDeleted.equals(StreamId.ZERO)) {
      stream.maxDeletedId(maxDeleted);
    }
    call.counted(call.key(), 1);
    call.tell(KeyEvent.XSETID, call.key());
    return Reply.OK;
  }

  private static void check(StreamValue stream, StreamId id, long added) {
    if (id.isBefore(stream.maxDeletedId())) {
      throw CommandError.of(
          "The ID specified in XSETID is smaller than current max_deleted_entry_id");
    }
    if (stream.lastEntryId().filter(id::isBefore).isPresent()) {
      throw CommandError.of(
          "The ID specified in XSETID is smaller than the target stream top item");
    }
    if (stream.length() > 0 && added != -1 && stream.length() > added) {
      throw CommandError.of(
          "The entries_added specified in XSETID is smaller than the target stream length");
    }
  }
}
