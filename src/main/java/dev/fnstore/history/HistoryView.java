package dev.fnstore.history;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Glob;
import dev.fnstore.log.Direction;
import dev.fnstore.log.EventReader;
import dev.fnstore.log.Head;
import dev.fnstore.log.Index;
import dev.fnstore.log.LogException;
import dev.fnstore.log.LogView;
import dev.fnstore.log.StoredEvent;
import dev.fnstore.log.StoredSnapshot;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Library;
import dev.fnstore.model.Point;
import dev.fnstore.model.RegisteredLibrary;
import dev.fnstore.model.Revision;
import dev.fnstore.registry.RefusedException;
import dev.fnstore.registry.RegistryImage;
import dev.fnstore.registry.Tags;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** All of history as it is at one moment. For one thread; close it soon. */
public final class HistoryView implements AutoCloseable {
  private final LogView log;
  private final RegistryImage newest;
  private final PastImages images;
  private final long nowMs;
  private final Runnable files;
  private final String storeId;
  private final Head base;
  private final Head head;
  private final AuditTrail trail;
  private @Nullable LibraryPast past;

  /**
   * History at one moment.
   *
   * @param files checks the checksums of all table files
   * @param storeId of the log
   */
  HistoryView(
      LogView log,
      RegistryImage newest,
      PastImages images,
      long nowMs,
      Runnable files,
      String storeId) {
    this.files = files;
    this.storeId = storeId;
    this.log = log;
    this.newest = newest;
    this.images = images;
    this.nowMs = nowMs;
    this.base = log.events().base();
    this.head = log.events().head();
    this.trail = new AuditTrail(log.events(), this::image);
  }

  /** Which log it is; the same in all of its copies. */
  public String storeId() {
    return storeId;
  }

  /** Where the log ends. */
  public Head head() {
    return head;
  }

  /** Where it begins; see {@link EventReader#base}. */
  public Head base() {
    return base;
  }

  /** The newest image. */
  public RegistryImage newest() {
    return newest;
  }

  /**
   * The revision of a point.
   *
   * @throws RefusedException if it lies in the future, is compacted, or is a tag that is not there
   */
  public Revision resolve(Point point) throws RefusedException {
    if (point instanceof Point.AtRevision at) {
      return checked(at.revision());
    } else if (point instanceof Point.AtTag at) {
      return checked(newest.tag(at.name()).orElseThrow(() -> Tags.unknown(at.name())).revision());
    }
    long timeMs = timeMs(point);
    if (timeMs > nowMs) {
      throw new RefusedException(
          "that point is in the future: the log ends at revision " + head.revision());
    } else if (timeMs < base.orderTimeMs()) {
      throw compacted("that point");
    }
    return log.events().at(timeMs, base.revision());
  }

  private Revision checked(Revision revision) throws RefusedException {
    if (revision.compareTo(head.revision()) > 0) {
      throw new RefusedException(
          "revision "
              + revision
              + " is in the future: the log ends at revision "
              + head.revision());
    } else if (revision.compareTo(base.revision()) < 0) {
      throw compacted("revision " + revision);
    }
    return revision;
  }

  private RefusedException compacted(String what) {
    return new RefusedException(
        what + " is compacted: the log begins at revision " + base.revision());
  }

  private long timeMs(Point point) {
    return point instanceof Point.Ago ago
        ? nowMs - Math.min(ago.ageMs(), nowMs)
        : ((Point.AtTime) point).timeMs();
  }

  /**
   * The revisions that a query of the trail is to look at.
   *
   * @param since a point that none of them is before; null: from the beginning
   * @param until a point that none of them is behind; null: up to the end
   * @param after the revision that they come after in their order; null: from where it begins
   * @throws RefusedException if a point is none of this history
   */
  public AuditQuery.Range range(
      @Nullable Point since, @Nullable Point until, @Nullable Revision after, Direction direction)
      throws RefusedException {
    long lowest = base.revision().number() + 1;
    long highest = head.revision().number();
    if (since != null) {
      lowest = Math.max(lowest, first(since));
    }
    if (until != null) {
      highest = Math.min(highest, resolve(until).number());
    }
    if (direction == Direction.OLDEST_FIRST) {
      long first = after == null ? lowest : Math.max(lowest, checked(after).number() + 1);
      return new AuditQuery.Range(first, highest, direction);
    }
    long first = after == null ? highest : Math.min(highest, after.number() - 1);
    return new AuditQuery.Range(first, lowest, direction);
  }

  /** The oldest revision that is not before a point. */
  private long first(Point point) throws RefusedException {
    if (point instanceof Point.AtRevision || point instanceof Point.AtTag) {
      return resolve(point).number();
    }
    long timeMs = timeMs(point);
    if (timeMs > nowMs) {
      return resolve(point).number(); // which refuses it
    }
    return log.events().at(timeMs - 1, base.revision()).number() + 1;
  }

  /** The image as of a revision that {@link #resolve} has given. */
  public RegistryImage image(Revision revision) {
    return revision.equals(newest.revision()) ? newest : images.at(log, revision).image();
  }

  /** As {@link #image(Revision)}, with where the log ended for it. */
  public Recovery.Recovered recovered(Revision revision) {
    return images.at(log, revision);
  }

  /** The image as of a point; see {@link #resolve}. */
  public RegistryImage image(Point point) throws RefusedException {
    return image(resolve(point));
  }

  /** One library as of a revision that {@link #resolve} has given. */
  public Optional<RegisteredLibrary> library(Bytes name, Revision revision) {
    return revision.equals(newest.revision())
        ? newest.library(name)
        : past().registeredAt(name, revision);
  }

  /**
   * The libraries whose names match as of a revision that {@link #resolve} has given, in the byte
   * order of their names. No image is made for those of a single name.
   */
  public List<Library> libraries(Glob pattern, Revision revision) {
    if (!pattern.isLiteral() || revision.equals(newest.revision())) {
      return image(revision).libraries(pattern);
    }
    SortedSet<Bytes> names =
        new TreeSet<>(log.events().spellings(Index.LIBRARY, pattern.pattern()));
    if (!base.revision().equals(Revision.ZERO)) { // whose libraries no event may name
      image(base.revision()).libraries(pattern).forEach(library -> names.add(library.name()));
    }
    return libraries(names, revision);
  }

  private List<Library> libraries(Set<Bytes> names, Revision revision) {
    return names.stream().map(name -> past().at(name, revision)).flatMap(Optional::stream).toList();
  }

  /**
   * How libraries whose names match differ between two revisions that {@link #resolve} has given.
   * Where they are near each other, that is found from the events between them.
   */
  public List<LibraryDifference> differences(Revision from, Revision to, Glob pattern) {
    Optional<Set<Bytes>> touched =
        pattern.isLiteral() ? Optional.empty() : past().touchedBetween(from, to);
    if (touched.isEmpty()) {
      return LibraryDifference.between(libraries(pattern, from), libraries(pattern, to));
    }
    Set<Bytes> names = touched.get();
    names.removeIf(name -> !pattern.matches(name));
    return LibraryDifference.between(libraries(names, from), libraries(names, to));
  }

  private LibraryPast past() {
    LibraryPast present = past;
    if (present == null) {
      present = new LibraryPast(log.events(), this::image);
      past = present;
    }
    return present;
  }

  /** The events that a query wants, in its order. */
  public List<AuditEntry> find(AuditQuery query) {
    return trail.find(query);
  }

  /**
   * One event.
   *
   * @throws RefusedException if there is none of this revision
   */
  public AuditEntry entry(Revision revision) throws RefusedException {
    if (revision.equals(Revision.ZERO)) {
      throw new RefusedException("revision 0 is the empty registry, before the first event");
    } else if (checked(revision).equals(base.revision())) {
      throw compacted("the event of revision " + revision);
    }
    return trail.entry(revision);
  }

  /** As {@link #verify(Verification, LongConsumer)}, and tells nobody how far it is. */
  public Verdict verify(Verification wanted) throws RefusedException {
    return verify(wanted, revision -> {});
  }

  /**
   * Checks that the log holds together; see {@link Verifier}. Takes no image for granted.
   *
   * @param progress told each revision that has been checked
   * @throws RefusedException if it is to begin or end at a revision that is not there
   */
  public Verdict verify(Verification wanted, LongConsumer progress) throws RefusedException {
    Revision from = wanted.from() == null ? null : checked(wanted.from());
    if (wanted.to() != null) {
      var unused = checked(wanted.to());
    }
    try {
      Recovery.Recovered start =
          from == null || from.number() <= base.revision().number() + 1
              ? Recovery.base(log)
              : images.at(log, new Revision(from.number() - 1));
      return Verifier.verify(log, start, wanted, files, progress);
    } catch (LogException e) {
      return new Verdict(Head.EMPTY, 0, null, String.valueOf(e.getMessage()));
    }
  }

  /** As {@link EventReader#storedAfter}. */
  public List<StoredEvent> storedAfter(Revision after, long mostBytes) throws RefusedException {
    return log.events().storedAfter(checked(after), mostBytes);
  }

  /**
   * The image that a compacted log begins with.
   *
   * @throws RefusedException if it begins with the empty registry, or elsewhere
   */
  public StoredSnapshot baseImage(Revision revision) throws RefusedException {
    if (!revision.equals(base.revision()) || revision.equals(Revision.ZERO)) {
      throw new RefusedException(
          "the log does not begin at revision " + revision + " but at " + base.revision());
    }
    return log.snapshots().stored(revision);
  }

  /**
   * A source that somebody asks for by its digest.
   *
   * @throws RefusedException if there is none
   */
  public Bytes storedSource(Digest digest) throws RefusedException {
    if (!log.code().has(digest)) {
      throw new RefusedException("no source with the digest " + digest);
    }
    return log.code().source(digest);
  }

  /** The source of a library of any image. */
  public Bytes source(Digest digest) {
    return log.code().source(digest);
  }

  @Override
  public void close() {
    if (past != null) {
      past.close();
    }
    log.close();
  }
}
