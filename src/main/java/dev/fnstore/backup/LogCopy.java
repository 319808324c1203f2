package dev.fnstore.backup;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.history.Recovery;
import dev.fnstore.history.RecoveryPlan;
import dev.fnstore.history.SnapshotPolicy;
import dev.fnstore.history.Snapshots;
import dev.fnstore.log.Head;
import dev.fnstore.log.LogEntry;
import dev.fnstore.log.LogException;
import dev.fnstore.log.LogStore;
import dev.fnstore.log.StoredEvent;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Effect;
import dev.fnstore.model.Event;
import dev.fnstore.model.Library;
import dev.fnstore.model.Revision;
import dev.fnstore.registry.Effects;
import dev.fnstore.registry.RegistryImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * Copies events behind the end of a log. Each must be chained to the one before, do to libraries
 * what it says, and have its sources: what is copied holds, or nothing of it is there. Snapshots
 * are made as a server makes them. For one thread.
 */
final class LogCopy {
  private static final int MOST_EVENTS_PER_WRITE = 10_000;

  /** Events are held in memory until they are written. */
  private static final long MOST_BYTES_PER_WRITE = 16L << 20;

  /** So many sources are asked for at a time. */
  private static final int MOST_ASKED = 256;

  private final LogStore target;
  private final SnapshotPolicy snapshots;
  private final List<LogEntry> entries = new ArrayList<>();
  private final Set<Digest> wanted = new LinkedHashSet<>();
  private long entryBytes;
  private RegistryImage image;

  /** Where the copy ends once {@link #entries} are written. */
  private Head at;

  private LogCopy(LogStore target, Recovery.Recovered end, long eventsSinceSnapshot) {
    this.target = target;
    this.image = end.image();
    this.at = end.head();
    this.snapshots = new SnapshotPolicy(eventsSinceSnapshot);
  }

  /** Copies behind the end of {@code target}, whose newest image is recovered. */
  static LogCopy into(LogStore target) {
    RecoveryPlan plan = Recovery.plan(target);
    return new LogCopy(target, Recovery.run(target, plan), plan.eventCount());
  }

  /** Where the copy ends. */
  Head head() {
    return target.events().head();
  }

  /** The image that it ends with; not to be asked for where a copy has failed. */
  RegistryImage image() {
    return image;
  }

  /**
   * Copies all events up to {@code last}.
   *
   * @param progress told each revision that has been copied
   * @throws CopyException if one is missing or does not hold; those before it are copied, and
   *     nothing more can be copied by this object
   */
  void copy(EventSource source, Revision last, LongConsumer progress) throws CopyException {
    copySourcesOfImage(source);
    try {
      copyEach(source, last, progress);
    } catch (CopyException e) {
      write(source); // which throws where an event before that one is at fault
      throw e;
    }
    write(source);
  }

  /** Those that the copy begins with, which no event in it may name. */
  private void copySourcesOfImage(EventSource source) throws CopyException {
    List<Digest> missing =
        image.libraries().stream()
            .map(registered -> registered.library().digest())
            .filter(digest -> !target.code().has(digest))
            .distinct()
            .toList();
    for (int stored = 0; stored < missing.size(); ) {
      stored += store(source, missing.subList(stored, missing.size()));
    }
  }

  private void copyEach(EventSource source, Revision last, LongConsumer progress)
      throws CopyException {
    while (at.revision().compareTo(last) < 0) {
      List<StoredEvent> events = source.after(at.revision());
      if (events.isEmpty()) {
        throw new CopyException(
            "event " + at.revision().next() + " is missing: the log ends before it");
      }
      for (StoredEvent event : events) {
        if (at.revision().compareTo(last) < 0) {
          add(event);
          progress.accept(at.revision().number());
          writeIfDue(source);
        }
      }
    }
  }

  private void add(StoredEvent stored) throws CopyException {
    Revision expected = at.revision().next();
    if (!stored.follows(at)) {
      throw new CopyException(
          "event "
              + expected
              + " does not follow the one before: it is missing, is not what was written, or"
              + " is of another history");
    }
    try {
      Event event = stored.event();
      if (!event.revision().equals(expected)) {
        throw new CopyException("in the place of event " + expected + " is " + event.revision());
      }
      RegistryImage next = image.fold(event);
      List<Effect> effects = Effects.of(event.change(), image, next);
      if (event.effects() != null && !effects.equals(event.effects())) {
        throw new CopyException(
            "event " + expected + " says of libraries what it did not do to them");
      }
      entries.add(new LogEntry(event, effects.stream().map(Effect::libraryName).toList(), stored));
      entryBytes += stored.encoded().length();
      event.change().libraries().stream()
          .map(Library::digest)
          .filter(digest -> !target.code().has(digest))
          .forEach(wanted::add);
      image = next;
      at = new Head(expected, stored.digest(), event.orderTimeMs());
      snapshots.add(event.change());
    } catch (LogException | IllegalArgumentException | IllegalStateException e) {
      throw new CopyException("event " + expected + ": " + e.getMessage(), e);
    }
  }

  private void writeIfDue(EventSource source) throws CopyException {
    boolean snapshotDue = snapshots.isDue(image);
    if (snapshotDue
        || entries.size() >= MOST_EVENTS_PER_WRITE
        || entryBytes >= MOST_BYTES_PER_WRITE) {
      write(source);
    }
    if (snapshotDue) {
      var unused = target.snapshots().write(Snapshots.of(image, at));
      snapshots.taken();
    }
  }

  /** Sources first, as they come: one that no event names does no harm. */
  private void write(EventSource source) throws CopyException {
    List<LogEntry> due = List.copyOf(entries);
    List<Digest> digests = List.copyOf(wanted); // in the order in which events name them
    entries.clear();
    entryBytes = 0;
    wanted.clear();
    int stored = 0;
    try {
      while (stored < digests.size()) {
        stored += store(source, digests.subList(stored, digests.size()));
      }
    } catch (CopyException e) {
      Digest missing = digests.get(stored);
      LogEntry faulty =
          due.stream().filter(entry -> names(entry, missing)).findFirst().orElseThrow();
      append(due.subList(0, due.indexOf(faulty)));
      throw new CopyException("event " + faulty.event().revision() + ": " + e.getMessage(), e);
    }
    append(due);
  }

  private void append(List<LogEntry> due) {
    if (!due.isEmpty()) {
      var unused = target.events().append(due, Map.of());
    }
  }

  private static boolean names(LogEntry entry, Digest digest) {
    return entry.event().change().libraries().stream()
        .anyMatch(library -> library.digest().equals(digest));
  }

  /**
   * Fetches and stores some sources.
   *
   * @return of how many of the first of {@code digests}; at least one
   */
  private int store(EventSource source, List<Digest> digests) throws CopyException {
    List<Bytes> given = source.sources(digests.subList(0, Math.min(MOST_ASKED, digests.size())));
    Map<Digest, Bytes> sources = new HashMap<>();
    for (int i = 0; i < given.size() && i < digests.size(); i++) {
      if (!Digest.of(given.get(i)).equals(digests.get(i))) {
        break;
      }
      sources.put(digests.get(i), given.get(i));
    }
    if (sources.isEmpty()) {
      throw new CopyException(
          "source " + digests.get(0) + " is missing, or is not what was written");
    }
    var unused = target.events().append(List.of(), sources);
    return sources.size();
  }
}
