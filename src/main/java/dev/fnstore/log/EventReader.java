package dev.fnstore.log;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.CaseVariants;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Event;
import dev.fnstore.model.Library;
import dev.fnstore.model.Revision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Reads events; {@link EventLog} draws the record. */
public class EventReader {
  private final Reads reads;

  EventReader(Reads reads) {
    this.reads = reads;
  }

  /**
   * Where the log begins: {@link Head#EMPTY} unless it was compacted; then the first revision that
   * can be read as of, whose event and all before it are dropped.
   */
  public Head base() {
    try {
      byte[] value = reads.get(Family.META, BaseCodec.KEY);
      return value == null ? Head.EMPTY : BaseCodec.decode(value);
    } catch (RocksDBException e) {
      throw damaged("its beginning cannot be read: " + e.getMessage(), e);
    }
  }

  /** The event of a revision with its digest as stored, not checked against its history. */
  public Optional<StoredEvent> read(Revision revision) {
    try {
      byte[] value = reads.get(Family.EVENTS, Keys.revision(revision));
      return value == null ? Optional.empty() : Optional.of(stored(revision, value));
    } catch (RocksDBException e) {
      throw damaged("event " + revision + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Events as they are stored, not checked.
   *
   * @param after the revision before the first of them
   * @param mostBytes they are no more than the first that weigh so much; at least one if there is
   *     any
   */
  public List<StoredEvent> storedAfter(Revision after, long mostBytes) {
    List<StoredEvent> found = new ArrayList<>();
    Revision at = after;
    try (RocksIterator events = reads.iterator(Family.EVENTS)) {
      long bytes = 0;
      for (events.seek(Keys.revision(after.next()));
          events.isValid() && bytes < mostBytes;
          events.next()) {
        at = Keys.revision(events.key());
        StoredEvent event = stored(at, events.value());
        bytes += event.encoded().length();
        found.add(event);
      }
      events.status();
      return found;
    } catch (RocksDBException e) {
      throw damaged("event " + at.next() + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Reads the events after {@code base} up to {@code last}, one after the other, each checked: that
   * no revision is missing, that its digest chains it to the one before, and that it is readable.
   *
   * @return the head at {@code last}
   * @throws LogException naming the first event that is missing or damaged
   */
  public Head replay(Head base, Revision last, EventVisitor visitor) {
    Head at = base;
    try (RocksIterator events = reads.iterator(Family.EVENTS)) {
      events.seek(Keys.revision(base.revision().next()));
      while (at.revision().compareTo(last) < 0) {
        Revision expected = at.revision().next();
        if (!events.isValid()) {
          events.status();
          throw damaged("event " + expected + " is missing: the log ends before it", null);
        }
        at = check(events, at, expected, visitor);
        events.next();
      }
      events.status();
      return at;
    } catch (RocksDBException e) {
      throw damaged("event " + at.revision().next() + " cannot be read: " + e.getMessage(), e);
    }
  }

  private Head check(RocksIterator events, Head before, Revision expected, EventVisitor visitor) {
    Revision found = Keys.revision(events.key());
    if (!found.equals(expected)) {
      throw damaged("event " + expected + " is missing: the next one is " + found, null);
    }
    StoredEvent stored = stored(expected, events.value());
    if (!stored.follows(before)) {
      throw damaged(
          "event " + expected + " is not what was written: its digest does not match", null);
    }
    Event event = decode(expected, stored);
    visitor.visit(event, stored.digest());
    return new Head(expected, stored.digest(), event.orderTimeMs());
  }

  /** The event of a revision and its digest as stored; it must be there. */
  public Entry entry(Revision revision) {
    StoredEvent stored =
        read(revision).orElseThrow(() -> damaged("event " + revision + " is missing", null));
    return new Entry(decode(revision, stored), stored.digest());
  }

  /** As {@link #entry}, of revisions in either order: quicker than one by one. */
  public List<Entry> entries(List<Revision> revisions) {
    if (revisions.isEmpty()) {
      return List.of(); // RocksDB takes no list without keys
    }
    List<byte[]> keys = revisions.stream().map(Keys::revision).toList();
    try {
      List<byte @Nullable []> values = reads.getAll(Family.EVENTS, keys);
      List<Entry> entries = new ArrayList<>(values.size());
      for (int i = 0; i < values.size(); i++) {
        Revision revision = revisions.get(i);
        byte[] value = values.get(i);
        if (value == null) { // it is missing, or cannot be read: that says which
          entries.add(entry(revision));
        } else {
          StoredEvent stored = stored(revision, value);
          entries.add(new Entry(decode(revision, stored), stored.digest()));
        }
      }
      return entries;
    } catch (RocksDBException e) {
      throw damaged("events cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * The newest revision whose order time is not after {@code timeMs}.
   *
   * @param base a revision whose event was dropped, or 0; given back where none is that old
   * @return at least {@code base}
   */
  public Revision at(long timeMs, Revision base) {
    long older = base.number();
    long newer = head().revision().number() + 1;
    while (newer - older > 1) { // order times never run backwards
      long middle = older + (newer - older) / 2;
      if (orderTimeMs(new Revision(middle)) <= timeMs) {
        older = middle;
      } else {
        newer = middle;
      }
    }
    return new Revision(older);
  }

  private long orderTimeMs(Revision revision) {
    StoredEvent stored =
        read(revision).orElseThrow(() -> damaged("event " + revision + " is missing", null));
    try {
      return EventCodec.orderTimeMs(stored.encoded().shared());
    } catch (InvalidProtocolBufferException e) {
      throw damaged("event " + revision + " is unreadable: " + e.getMessage(), e);
    }
  }

  /** The revisions that one word of an index has; the caller closes it. */
  public RevisionCursor having(Index index, Bytes word, Direction direction) {
    return new IndexCursor(reads, index, word, direction);
  }

  /** The revisions of each word of an index; the caller closes it. */
  public WordSeeker seeker(Index index, Direction direction) {
    return new IndexCursor(reads, index, Bytes.EMPTY, direction);
  }

  /**
   * The revisions that any of some words has; the caller closes it, and seeks from one number to
   * the next only.
   */
  public RevisionCursor havingAny(Index index, List<Bytes> words, Direction direction) {
    return new WordsCursor(seeker(index, direction), words, direction);
  }

  /** Whether an index has an event under a word. */
  public boolean isIndexed(Index index, Bytes word, Revision revision) {
    try {
      return reads.get(index.family(), Keys.index(word, revision)) != null;
    } catch (RocksDBException e) {
      throw damaged("an index cannot be read: " + e.getMessage(), e);
    }
  }

  /** How many entries an index has of the events behind {@code after}, up to {@code last}. */
  public long countIndexed(Index index, Revision after, Revision last) {
    return IndexCursor.count(reads, index, after, last);
  }

  /** The names of libraries that events have touched, of those that {@code wanted} takes. */
  public List<Bytes> libraryNames(Predicate<Bytes> wanted) {
    List<Bytes> names = new ArrayList<>();
    try (RocksIterator entries = reads.seeker(Family.NAMES)) {
      for (entries.seekToFirst(); entries.isValid(); entries.next()) {
        Bytes name = Bytes.wrap(entries.key());
        if (wanted.test(name)) {
          names.add(name);
        }
      }
      entries.status();
      return names;
    } catch (RocksDBException e) {
      throw damaged("the names of libraries cannot be read: " + e.getMessage(), e);
    }
  }

  /** Whether {@link #libraryNames} has a name. */
  public boolean isNamed(Bytes name) {
    try {
      return reads.get(Family.NAMES, name.shared()) != null;
    } catch (RocksDBException e) {
      throw damaged("the names of libraries cannot be read: " + e.getMessage(), e);
    }
  }

  /** The spellings of a word that an index has, case aside. */
  public List<Bytes> spellings(Index index, Bytes word) {
    return IndexCursor.spellings(reads, index, new CaseVariants(word));
  }

  /** The libraries that a stored event names. */
  static List<Library> libraries(Revision revision, byte[] value)
      throws InvalidProtocolBufferException {
    int length = value.length - Digest.LENGTH_BYTES;
    if (length < 0) {
      throw new InvalidProtocolBufferException("event " + revision + " is cut short");
    }
    return EventCodec.decode(Arrays.copyOf(value, length)).change().libraries();
  }

  private Event decode(Revision revision, StoredEvent stored) {
    try {
      Event event = EventCodec.decode(stored.encoded().shared());
      if (!event.revision().equals(revision)) {
        throw damaged(
            "under revision " + revision + " the log holds event " + event.revision(), null);
      }
      return event;
    } catch (InvalidProtocolBufferException e) {
      throw damaged("event " + revision + " is unreadable: " + e.getMessage(), e);
    }
  }

  private StoredEvent stored(Revision revision, byte[] value) {
    int encodedLength = value.length - Digest.LENGTH_BYTES;
    if (encodedLength < 0) {
      throw damaged("event " + revision + " is cut short", null);
    }
    return new StoredEvent(
        Bytes.copyOf(value, 0, encodedLength),
        new Digest(Bytes.copyOf(value, encodedLength, Digest.LENGTH_BYTES)));
  }

  /** Where the log ends. */
  public Head head() {
    try (RocksIterator events = reads.seeker(Family.EVENTS)) {
      events.seekToLast();
      if (!events.isValid()) {
        events.status();
        return base();
      }
      Revision last = Keys.revision(events.key());
      StoredEvent stored = stored(last, events.value());
      return new Head(last, stored.digest(), decode(last, stored).orderTimeMs());
    } catch (RocksDBException e) {
      throw damaged("its end cannot be read: " + e.getMessage(), e);
    }
  }

  private LogException damaged(String what, @Nullable Exception cause) {
    String message = LogStore.damaged(reads.path(), what);
    return cause == null ? new LogException(message) : new LogException(message, cause);
  }

  /** Takes events as {@link #replay} reads them. */
  public interface EventVisitor {
    /**
     * The next event.
     *
     * @param digest of it, chained
     */
    void visit(Event event, Digest digest);
  }

  /**
   * An event and its digest.
   *
   * @param digest as it is stored beside the event
   */
  public record Entry(Event event, Digest digest) {}
}
