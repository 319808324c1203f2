package dev.fnstore.durability;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.history.Recovery;
import dev.fnstore.history.Verdict;
import dev.fnstore.history.Verifier;
import dev.fnstore.log.DataFolder;
import dev.fnstore.log.EventReader;
import dev.fnstore.log.Head;
import dev.fnstore.log.LogException;
import dev.fnstore.log.LogStore;
import dev.fnstore.log.StoredEvent;
import dev.fnstore.model.Change;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Event;
import dev.fnstore.model.Library;
import dev.fnstore.model.Revision;
import dev.fnstore.registry.RegistryImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that a store means: what a server that opens it serves, and its whole history.
 *
 * @param base where the history begins
 * @param isCompacting whether what lies before it may not be dropped to the end
 * @param stored every event as it lies in the log
 * @param events the same, decoded
 * @param sources the text of every library of every event, by the digest's hex form
 */
record StoreContents(
    String storeId,
    Head base,
    boolean isCompacting,
    Head head,
    RegistryImage image,
    List<StoredEvent> stored,
    List<Event> events,
    SortedMap<String, Bytes> sources) {

  /**
   * Opens a data folder as a server does, then verifies and reads all of it.
   *
   * @throws LogException if anything does not hold
   */
  static StoreContents read(Path dataFolder) {
    try (DataFolder folder = DataFolder.open(dataFolder);
        LogStore log = LogStore.open(folder)) {
      Recovery.Recovered recovered = Recovery.run(log, Recovery.plan(log));
      Verdict verdict = Verifier.verify(log);
      if (!verdict.holds()) {
        throw new LogException(verdict.reason().orElseThrow());
      }
      List<Event> events = new ArrayList<>();
      Head base = log.events().base();
      Head head = log.events().replay(base, recovered.head().revision(), collect(events));
      return new StoreContents(
          log.storeId(),
          base,
          log.compaction().isUnfinished(),
          head,
          recovered.image(),
          stored(log, base.revision(), head.revision()),
          events,
          sources(log, events));
    }
  }

  private static EventReader.EventVisitor collect(List<Event> events) {
    return (event, digest) -> events.add(event);
  }

  private static List<StoredEvent> stored(LogStore log, Revision base, Revision last) {
    List<StoredEvent> stored = new ArrayList<>();
    for (Revision at = base; at.compareTo(last) < 0; ) {
      at = at.next();
      stored.add(log.events().read(at).orElseThrow());
    }
    return stored;
  }

  private static SortedMap<String, Bytes> sources(LogStore log, List<Event> events) {
    SortedMap<String, Bytes> sources = new TreeMap<>();
    for (Event event : events) {
      for (Library library : libraries(event.change())) {
        Digest digest = library.digest();
        sources.computeIfAbsent(digest.toString(), hex -> log.code().source(digest));
      }
    }
    return sources;
  }

  private static List<Library> libraries(Change change) {
    if (change instanceof Change.Load load) {
      return List.of(load.library());
    } else if (change instanceof Change.Restore restore) {
      return restore.libraries();
    }
    return List.of();
  }
}
