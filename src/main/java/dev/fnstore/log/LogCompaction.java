package dev.fnstore.log;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Revision;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/**
 * Moves the beginning of a log, and drops what lies before it. Owns in {@code meta}:
 *
 * <pre>
 *   "base"      see {@link BaseCodec}
 *   "dropping"  → (empty): what lies before the base may not be dropped to the end
 * </pre>
 *
 * <p>The base is set with one synced write; from then on nobody reads what lies before it, so that
 * dropping it can be broken off at any point, and done again. For one thread at a time, beside all
 * others that read and append.
 */
public final class LogCompaction {
  private static final byte[] DROPPING = "dropping".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NOTHING = {};
  private static final int KEYS_PER_WRITE = 10_000;

  /** So many are dropped at a time: who appends waits for it. */
  private static final int SOURCES_PER_WRITE = 1000;

  /** The same of names. */
  private static final int NAMES_PER_WRITE = 1000;

  /** So many digests of events are held in memory at a time. */
  private static final long EVENTS_PER_PASS = 250_000;

  private static final int MOST_PASSES = 256;

  private final Database database;
  private final CodeStore code;

  /** Told what has been done, as a part of all there is to do. */
  public interface Progress {
    void done(double part);
  }

  LogCompaction(Database database, CodeStore code) {
    this.database = database;
    this.code = code;
  }

  /**
   * Sets the beginning; on disk when this returns.
   *
   * @param base with a snapshot of its revision in the log
   */
  public void begin(Head base) {
    try (WriteBatch batch = new WriteBatch()) {
      database.put(batch, Family.META, BaseCodec.KEY, BaseCodec.encode(base));
      database.put(batch, Family.META, DROPPING, NOTHING);
      database.write(batch);
    } catch (RocksDBException e) {
      throw failed(e);
    }
  }

  /** Whether {@link #drop} has to be done, or done again. */
  public boolean isUnfinished() {
    try {
      return database.get(Family.META, DROPPING) != null;
    } catch (RocksDBException e) {
      throw failed(e);
    }
  }

  /**
   * Drops what lies before the base: events, snapshots, index entries, and sources that nothing
   * names any more.
   */
  public void drop(Progress progress) {
    try {
      markDropping(); // one that has begun earlier may have taken the mark away at its end
      Head base = new EventReader(database).base();
      Snapshot kept = new SnapshotReader(database).read(base.revision()); // or nothing is dropped
      drop(Family.EVENTS, key -> Keys.revision(key).compareTo(base.revision()) <= 0, true);
      drop(Family.SNAPSHOTS, key -> Keys.revision(key).compareTo(base.revision()) < 0, true);
      progress.done(0.2);
      for (Index index : Index.values()) {
        drop(index.family(), key -> isBefore(key, base.revision()), false);
      }
      dropNames(kept);
      progress.done(0.4);
      dropSources(progress);
      try (WriteBatch batch = new WriteBatch()) {
        database.delete(batch, Family.META, DROPPING);
        database.write(batch);
      }
      progress.done(1);
    } catch (RocksDBException e) {
      throw failed(e);
    }
  }

  /** Those that neither an event nor the image has any more. */
  private void dropNames(Snapshot kept) throws RocksDBException {
    Set<Bytes> inImage = new HashSet<>();
    kept.libraries().forEach(registered -> inImage.add(registered.library().name()));
    List<Bytes> names = new EventReader(database).libraryNames(name -> !inImage.contains(name));
    for (int i = 0; i < names.size(); i += NAMES_PER_WRITE) {
      checkGoesOn();
      synchronized (code) { // so that no event comes between the look and the deletion
        dropUnused(names.subList(i, Math.min(i + NAMES_PER_WRITE, names.size())));
      }
    }
  }

  private void dropUnused(List<Bytes> names) throws RocksDBException {
    List<byte[]> going = new ArrayList<>();
    try (WordSeeker events =
        new EventReader(database).seeker(Index.LIBRARY, Direction.OLDEST_FIRST)) {
      for (Bytes name : names) {
        if (events.seek(name, 0).isEmpty()) {
          going.add(name.shared());
        }
      }
    }
    delete(Family.NAMES, going);
  }

  private void markDropping() throws RocksDBException {
    try (WriteBatch batch = new WriteBatch()) {
      database.put(batch, Family.META, DROPPING, NOTHING);
      database.write(batch);
    }
  }

  /** Whether an index entry is of an event that the base stands for. */
  static boolean isBefore(byte[] key, Revision base) {
    return Keys.indexed(key) <= base.number();
  }

  /**
   * Deletes keys.
   *
   * @param sorted whether no key after the first that stays is to go
   */
  private void drop(Family family, Predicate<byte[]> going, boolean sorted)
      throws RocksDBException {
    List<byte[]> keys = new ArrayList<>();
    try (RocksIterator entries = database.iterator(family)) {
      for (entries.seekToFirst(); entries.isValid(); entries.next()) {
        checkGoesOn();
        if (going.test(entries.key())) {
          keys.add(entries.key());
          if (keys.size() == KEYS_PER_WRITE) {
            delete(family, keys);
          }
        } else if (sorted) {
          break;
        }
      }
      entries.status();
    }
    delete(family, keys);
  }

  private void delete(Family family, List<byte[]> keys) throws RocksDBException {
    if (keys.isEmpty()) {
      return;
    }
    try (WriteBatch batch = new WriteBatch()) {
      for (byte[] key : keys) {
        database.delete(batch, family, key);
      }
      database.write(batch);
    }
    keys.clear();
  }

  private void dropSources(Progress progress) throws RocksDBException {
    EventReader reader = new EventReader(database);
    long events = reader.head().revision().number() - reader.base().revision().number();
    int passes = (int) Math.min(MOST_PASSES, 1 + events / EVENTS_PER_PASS);
    code.beginDropping();
    try {
      for (int pass = 0; pass < passes; pass++) {
        int first = pass * MOST_PASSES / passes;
        int end = (pass + 1) * MOST_PASSES / passes;
        Predicate<Digest> inPass = digest -> isBetween(digest.value(), first, end);
        Set<Digest> named = SourceUse.of(database, inPass);
        dropSources(inPass, named);
        progress.done(0.4 + 0.6 * (pass + 1) / passes);
      }
    } finally {
      code.endDropping();
    }
  }

  private static boolean isBetween(Bytes digest, int first, int end) {
    int head = digest.at(0) & 0xff;
    return head >= first && head < end;
  }

  private void dropSources(Predicate<Digest> inPass, Set<Digest> named) throws RocksDBException {
    List<Digest> going = new ArrayList<>();
    try (RocksIterator sources = database.iterator(Family.CODE)) {
      for (sources.seekToFirst(); sources.isValid(); sources.next()) {
        checkGoesOn();
        Digest digest = new Digest(Bytes.wrap(sources.key()));
        if (inPass.test(digest) && !named.contains(digest)) {
          going.add(digest);
          if (going.size() == SOURCES_PER_WRITE) {
            code.drop(going);
            going.clear();
          }
        }
      }
      sources.status();
    }
    code.drop(going);
  }

  private static void checkGoesOn() {
    if (Thread.currentThread().isInterrupted()) {
      throw new LogException("it was broken off, since the server ends; its next start goes on");
    }
  }

  private LogException failed(RocksDBException e) {
    return new LogException(
        "cannot compact the event log in "
            + database.path()
            + ": "
            + e.getMessage()
            + ". Nothing that is still to be read was dropped. Make room or repair the disk.",
        e);
  }
}
