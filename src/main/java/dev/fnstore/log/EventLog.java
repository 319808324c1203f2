package dev.fnstore.log;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Effect;
import dev.fnstore.model.Event;
import dev.fnstore.model.Library;
import dev.fnstore.model.Revision;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * The events, each chained to the one before. Owns {@code events}, the three indexes, and the names
 * of all libraries that {@code by_library} has, which are found there without reading all of it:
 *
 * <pre>
 *   events       revision (8)              → event bytes ‖ SHA-256(digest before ‖ event bytes) (32)
 *   by_library   name ‖ 0 ‖ revision (8)   → (empty)
 *   by_user      user ‖ 0 ‖ revision (8)   → (empty)
 *   by_kind      kind ‖ 0 ‖ revision (8)   → (empty)
 *   names        name                      → (empty)
 * </pre>
 *
 * <p>Event bytes are kept as they were first written, since protobuf is not canonical. Appending is
 * for one thread; reading is for any.
 */
public final class EventLog extends EventReader {
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
    super(database);
    this.database = database;
    this.code = code;
    this.head = super.head();
  }

  @Override
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
   * Appends events and the sources that they name in one write, on disk when this returns. Nothing
   * is written unless all of them follow one another.
   *
   * @param entries in the order of their revisions, the first following the head
   * @param sources every source that may not be stored yet, by its digest
   * @return the head after each of them
   * @throws LogException if it is not certain that all of it is on disk: nothing may be
   *     acknowledged, and nothing more appended
   */
  public List<Head> append(List<LogEntry> entries, Map<Digest, Bytes> sources) {
    Head next = head;
    List<Head> heads = new ArrayList<>(entries.size());
    try (WriteBatch batch = new WriteBatch()) {
      // From the look at which sources are stored until the events that name them are: whoever
      // drops sources begins before it and is told what is named, or after it and sees the events.
      synchronized (code) {
        code.put(batch, sources);
        for (LogEntry entry : entries) {
          code.keep(entry.event().change().libraries().stream().map(Library::digest).toList());
          next = put(batch, entry, next);
          heads.add(next);
        }
        long startNanos = System.nanoTime();
        database.write(batch);
        lastSync = new Sync(System.currentTimeMillis(), System.nanoTime() - startNanos);
      }
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
    return heads;
  }

  private Head put(WriteBatch batch, LogEntry entry, Head before) throws RocksDBException {
    Event event = entry.event();
    Revision revision = event.revision();
    if (!revision.equals(before.revision().next())) {
      throw new IllegalStateException(
          "event " + revision + " cannot follow revision " + before.revision());
    }
    StoredEvent stored = stored(entry, before);
    database.put(batch, Family.EVENTS, Keys.revision(revision), stored.stored().shared());
    for (Bytes library : entry.libraries()) {
      database.put(batch, Family.BY_LIBRARY, Keys.index(library, revision), NOTHING);
    }
    for (Bytes name : newNames(entry)) {
      database.put(batch, Family.NAMES, name.shared(), NOTHING);
    }
    database.put(batch, Family.BY_USER, Keys.index(event.actor().user(), revision), NOTHING);
    Bytes kind = Bytes.of(event.change().kind());
    database.put(batch, Family.BY_KIND, Keys.index(kind, revision), NOTHING);
    return new Head(revision, stored.digest(), event.orderTimeMs());
  }

  /** Those that may not be known: of what was there before, an earlier event has told. */
  private static Collection<Bytes> newNames(LogEntry entry) {
    List<Effect> effects = entry.event().effects();
    return effects == null
        ? entry.libraries()
        : effects.stream()
            .filter(effect -> effect.before() == null)
            .map(Effect::libraryName)
            .toList();
  }

  private static StoredEvent stored(LogEntry entry, Head before) {
    StoredEvent copied = entry.copied();
    if (copied == null) {
      Bytes encoded = Bytes.wrap(EventCodec.encode(entry.event()));
      return new StoredEvent(encoded, Digest.of(before.digest().value(), encoded));
    } else if (!copied.follows(before)) {
      throw new IllegalStateException(
          "event " + entry.event().revision() + " is of another history");
    }
    return copied;
  }
}
