package dev.fnstore.history;

import dev.fnstore.log.EventReader;
import dev.fnstore.log.Head;
import dev.fnstore.log.LogException;
import dev.fnstore.log.LogReader;
import dev.fnstore.log.LogStore;
import dev.fnstore.log.Snapshot;
import dev.fnstore.model.Change;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Effect;
import dev.fnstore.model.Event;
import dev.fnstore.model.Library;
import dev.fnstore.model.RegisteredLibrary;
import dev.fnstore.model.Revision;
import dev.fnstore.registry.Effects;
import dev.fnstore.registry.RegistryImage;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a log holds together: every event is chained to the one before and did to libraries
 * what it says, is found by all that it should be and nothing else, every source is there and is
 * what its digest says, every snapshot equals the events folded up to it, every table file has the
 * checksums it was written with.
 *
 * <p>What it cannot see is a log whose last events are gone without a trace: no chain knows its own
 * cut-off end. That is found only against what somebody has kept elsewhere.
 */
public final class Verifier {
  private final LogReader log;
  private final Runnable files;
  private final LongConsumer progress;
  private final Set<Digest> checkedSources = new HashSet<>();
  private final Recovery.Recovered start;
  private final IndexCheck indexes;
  private RegistryImage image;
  private Head at;
  private @Nullable Revision suspect;

  private Verifier(LogReader log, Recovery.Recovered start, Runnable files, LongConsumer progress) {
    this.log = log;
    this.start = start;
    this.files = files;
    this.progress = progress;
    this.indexes = new IndexCheck(log.events());
    this.image = start.image();
    this.at = start.head();
  }

  /** Checks the whole log. */
  public static Verdict verify(LogStore log) {
    return verify(log, revision -> {});
  }

  /**
   * Checks the whole log.
   *
   * @param progress told each revision that has been checked
   */
  public static Verdict verify(LogStore log, LongConsumer progress) {
    try {
      Recovery.Recovered base = Recovery.base(log);
      return verify(log, base, Verification.WHOLE, log::checkFiles, progress);
    } catch (LogException e) {
      return new Verdict(Head.EMPTY, 0, null, String.valueOf(e.getMessage()));
    }
  }

  /**
   * Checks what is wanted of a log.
   *
   * @param start the image before the first revision that is wanted
   * @param files checks the checksums of table files
   */
  static Verdict verify(
      LogReader log,
      Recovery.Recovered start,
      Verification wanted,
      Runnable files,
      LongConsumer progress) {
    return new Verifier(log, start, files, progress).run(wanted);
  }

  private Verdict run(Verification wanted) {
    try {
      files.run();
      checkSources(start.image());
      Revision newest = log.events().head().revision();
      Revision last = wanted.to() == null ? newest : wanted.to();
      for (Revision revision : oldestFirst()) {
        if (revision.compareTo(at.revision()) > 0 && revision.compareTo(last) <= 0) {
          replayTo(revision);
          checkSnapshot(revision);
        }
      }
      replayTo(last);
      indexes.checkNothingElse(start.head().revision(), last);
      Verification.Known expected = wanted.expected();
      if (expected != null) {
        check(expected, newest);
      }
      return verdict(null, null);
    } catch (LogException e) {
      return verdict(suspect, String.valueOf(e.getMessage()));
    }
  }

  private Verdict verdict(@Nullable Revision firstBad, @Nullable String why) {
    long events = at.revision().number() - start.head().revision().number();
    return new Verdict(at, events, firstBad, why);
  }

  /** Those of the image that it starts with; of all later ones the events tell. */
  private void checkSources(RegistryImage first) {
    suspect = first.revision();
    for (RegisteredLibrary library : first.libraries()) {
      if (checkedSources.add(library.library().digest())) {
        var unused = log.code().source(library.library().digest());
      }
    }
    suspect = null;
  }

  private List<Revision> oldestFirst() {
    return log.snapshots().revisionsNewestFirst().stream().sorted().toList();
  }

  private void replayTo(Revision last) {
    suspect = at.revision().next();
    var unused = log.events().replay(at, last, this::check);
    suspect = null;
  }

  private void check(Event event, Digest digest) {
    if (Thread.currentThread().isInterrupted()) {
      throw new LogException("the check was interrupted, since the server ends");
    }
    event.change().libraries().forEach(library -> checkSource(event, library));
    RegistryImage next = image.fold(event);
    List<Effect> effects = Effects.of(event.change(), image, next);
    if (event.effects() != null && !effects.equals(event.effects())) {
      throw new LogException(
          "event " + event.revision() + " says of libraries what it did not do to them");
    }
    if (event.change() instanceof Change.Compact compact) {
      check(event, compact);
    }
    indexes.check(event, effects);
    image = next;
    at = new Head(event.revision(), digest, event.orderTimeMs());
    suspect = event.revision().next();
    progress.accept(event.revision().number());
  }

  /** What the log begins with is what the event says that made it begin there. */
  private void check(Event event, Change.Compact compact) {
    Head base = log.events().base();
    if (compact.base().equals(base.revision())
        && (!compact.baseDigest().equals(base.digest())
            || !compact.imageDigest().equals(log.snapshots().digest(base.revision())))) {
      throw new LogException(
          "event " + event.revision() + " compacts to another image than the log begins with");
    }
  }

  private void checkSource(Event event, Library library) {
    if (checkedSources.add(library.digest())) {
      try {
        var unused = log.code().source(library.digest());
      } catch (LogException e) {
        throw new LogException(
            "event " + event.revision() + " names a source that does not hold: " + e.getMessage(),
            e);
      }
    }
  }

  private void checkSnapshot(Revision revision) {
    suspect = revision;
    Snapshot snapshot = log.snapshots().read(revision);
    if (!Snapshots.isOf(snapshot, image, at)) {
      throw new LogException(
          "the snapshot of revision " + revision + " is not what its events fold to");
    }
    suspect = null;
  }

  private void check(Verification.Known expected, Revision newest) {
    Revision revision = expected.revision();
    if (revision.compareTo(newest) > 0) {
      suspect = newest.next();
      throw new LogException(
          "the log ends at revision "
              + newest
              + ", before revision "
              + revision
              + " which is expected: events are missing at its end");
    }
    Digest found = digest(log.events(), revision);
    if (!found.equals(expected.digest())) {
      suspect = revision;
      throw new LogException(
          "event "
              + revision
              + " has the digest "
              + found
              + ", not "
              + expected.digest()
              + ": this is another history");
    }
  }

  private static Digest digest(EventReader events, Revision revision) {
    Head base = events.base();
    return revision.equals(base.revision()) ? base.digest() : events.entry(revision).digest();
  }
}
