package dev.fnstore.log;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Event;
import dev.fnstore.model.Revision;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/**
 * The events, each chained to the one before. Owns {@code events} and the three indexes:
 *
 * <pre>
 *   events       revision (8)              → event bytes ‖ SHA-256(digest before ‖ event bytes) (32)
 *   by_library   name ‖ 0 ‖ revision (8)   → (empty)
 *   by_user      user ‖ 0 ‖ revision (8)   → (empty)
 *   by_kind      kind ‖ 0 ‖ revision (8)   → (empty)
 * </pre>
 *
 * <p>Event bytes are kept as they were first written, since protobuf is not canonical. Appending is
 * for one thread; reading is for any.
 */
public final class EventLog {
  private static final byte[] NOTHING = {};

  private final Database database;
  private final CodeStore code;
  private volatile Head head;
  private final AtomicLong commits = new AtomicLong();
  private volatile Sync lastSync = Sync.NEVER;

  /**
   * One write of events, from its begin until it was on disk.
   *
   * @param endMs when it was, in ms since 1970; 0: never yet
   * @param durationNanos how long it took
   */
  public record Sync(long endMs, long durationNanos) {
    static final Sync NEVER = new Sync(0, 0);
  }

  EventLog(Database database, CodeStore code) {
    this.database = database;
    this.code = code;
    this.head = readHead();
  }

  /** Where the log ends. */
  public Head head() {
    return head;
  }

  /** How many writes, each with one sync, have appended events since the log was opened. */
  public long commits() {
    return commits.get();
  }

  /** The last such write; for any thread. */
  public Sync lastSync() {
    return lastSync;
  }

  /**
   * Appends events and the sources that they name in one write, on disk when this returns.
   *
   * @param entries in the order of their revisions, the first following the head
   * @param sources every source that may not be stored yet, by its digest
   * @return the new head
   * @throws LogException if it is not certain that all of it is on disk: nothing may be
   *     acknowledged, and nothing more appended
   */
  public Head append(List<LogEntry> entries, Map<Digest, Bytes> sources) {
    Head next = head;
    try (WriteBatch batch = new WriteBatch()) {
      code.put(batch, sources);
      for (LogEntry entry : entries) {
        next = put(batch, entry, next);
      }
      long startNanos = System.nanoTime();
      database.write(batch);
      lastSync = new Sync(System.currentTimeMillis(), System.nanoTime() - startNanos);
    } catch (RocksDBException e) {
      throw new LogException(
          "cannot write to the event log in "
              + database.path()
              + ": "
              + e.getMessage()
              + ". Changes that were not acknowledged may be lost. Make room or repair the disk,"
              + " then start again.",
          e);
    }
    head = next;
    commits.incrementAndGet();
    return next;
  }

  private Head put(WriteBatch batch, LogEntry entry, Head before) throws RocksDBException {
    Event event = entry.event();
    Revision revision = event.revision();
    if (!revision.equals(before.revision().next())) {
      throw new IllegalStateException(
          "event " + revision + " cannot follow revision " + before.revision());
    }
    byte[] encoded = EventCodec.encode(event);
    Digest digest = Digest.of(before.digest().value(), Bytes.wrap(encoded));
    byte[] value = Arrays.copyOf(encoded, encoded.length + Digest.LENGTH_BYTES);
    System.arraycopy(digest.value().shared(), 0, value, encoded.length, Digest.LENGTH_BYTES);
    database.put(batch, Family.EVENTS, Keys.revision(revision), value);
    for (Bytes library : entry.libraries()) {
      database.put(batch, Family.BY_LIBRARY, Keys.index(library, revision), NOTHING);
    }
    database.put(batch, Family.BY_USER, Keys.index(event.actor().user(), revision), NOTHING);
    Bytes kind = Bytes.of(event.change().kind());
    database.put(batch, Family.BY_KIND, Keys.index(kind, revision), NOTHING);
    return new Head(revision, digest, event.orderTimeMs());
  }

  /** The event of a revision with its digest as stored, not checked against its history. */
  public Optional<StoredEvent> read(Revision revision) {
    try {
      byte[] value = database.get(Family.EVENTS, Keys.revision(revision));
      return value == null ? Optional.empty() : Optional.of(stored(revision, value));
    } catch (RocksDBException e) {
      throw damaged("event " + revision + " cannot be read: " + e.getMessage(), e);
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
    try (RocksIterator events = database.iterator(Family.EVENTS)) {
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
    Digest chained = Digest.of(before.digest().value(), stored.encoded());
    if (!chained.equals(stored.digest())) {
      throw damaged(
          "event " + expected + " is not what was written: its digest does not match", null);
    }
    Event event = decode(expected, stored);
    visitor.visit(event, chained);
    return new Head(expected, chained, event.orderTimeMs());
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

  private Head readHead() {
    try (RocksIterator events = database.iterator(Family.EVENTS)) {
      events.seekToLast();
      if (!events.isValid()) {
        events.status();
        return Head.EMPTY;
      }
      Revision last = Keys.revision(events.key());
      StoredEvent stored = stored(last, events.value());
      return new Head(last, stored.digest(), decode(last, stored).orderTimeMs());
    } catch (RocksDBException e) {
      throw damaged("its end cannot be read: " + e.getMessage(), e);
    }
  }

  private LogException damaged(String what, @Nullable Exception cause) {
    String message = LogStore.damaged(database.path(), what);
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
   * An event as it lies in the log.
   *
   * @param encoded its bytes
   * @param digest what is stored beside them
   */
  public record StoredEvent(Bytes encoded, Digest digest) {}
}
