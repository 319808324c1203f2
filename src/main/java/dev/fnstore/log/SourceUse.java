package dev.fnstore.log;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Library;
import dev.fnstore.model.Revision;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Which sources a log names: in the snapshot where it begins, and in the events after that. */
final class SourceUse {
  private SourceUse() {}

  /**
   * The digests that are named.
   *
   * @param wanted of all others nothing is kept
   */
  static Set<Digest> of(Reads reads, Predicate<Digest> wanted) throws RocksDBException {
    Set<Digest> named = new HashSet<>();
    Head base = new EventReader(reads).base();
    if (!base.equals(Head.EMPTY)) {
      Snapshot snapshot = new SnapshotReader(reads).read(base.revision());
      snapshot.libraries().forEach(library -> add(library.library(), wanted, named));
    }
    try (RocksIterator events = reads.iterator(Family.EVENTS)) {
      for (events.seek(Keys.revision(base.revision().next())); events.isValid(); events.next()) {
        Revision revision = Keys.revision(events.key());
        for (Library library : EventReader.libraries(revision, events.value())) {
          add(library, wanted, named);
        }
      }
      events.status();
    } catch (InvalidProtocolBufferException e) {
      throw new LogException(
          LogStore.damaged(reads.path(), "an event is unreadable: " + e.getMessage()), e);
    }
    return named;
  }

  private static void add(Library library, Predicate<Digest> wanted, Set<Digest> named) {
    if (wanted.test(library.digest())) {
      named.add(library.digest());
    }
  }
}
