package dev.fnstore.history;

import dev.fnstore.log.Head;
import dev.fnstore.log.LogException;
import dev.fnstore.log.LogStore;
import dev.fnstore.log.Snapshot;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Effect;
import dev.fnstore.model.Event;
import dev.fnstore.model.Library;
import dev.fnstore.model.Revision;
import dev.fnstore.registry.Effects;
import dev.fnstore.registry.RegistryImage;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks that all of a log holds together: every event is chained to the one before, every source
 * is there and is what its digest says, every snapshot equals the events folded up to it, every
 * table file has the checksums it was written with.
 *
 * <p>What it cannot see is a log whose last events are gone without a trace: no chain knows its own
 * cut-off end.
 */
public final class Verifier {
  private final LogStore store;
  private final Set<Digest> checkedSources = new HashSet<>();
  private RegistryImage image = RegistryImage.EMPTY;

  private Verifier(LogStore store) {
    this.store = store;
  }

  /**
   * What was found.
   *
   * @param head as computed from the events; where the log does not hold, the last one that did
   * @param reason what does not hold, or empty
   */
  public record Verdict(Head head, Optional<String> reason) {
    public boolean holds() {
      return reason.isEmpty();
    }
  }

  /** Reads and checks the whole log. */
  public static Verdict verify(LogStore store) {
    return new Verifier(store).run();
  }

  private Verdict run() {
    Head verified = Head.EMPTY;
    try {
      store.checkFiles();
      Revision last = store.events().head().revision();
      for (Revision revision : List.copyOf(oldestFirst())) {
        verified = replayTo(verified, revision);
        checkSnapshot(verified);
      }
      verified = replayTo(verified, last);
      return new Verdict(verified, Optional.empty());
    } catch (LogException e) {
      return new Verdict(verified, Optional.of(String.valueOf(e.getMessage())));
    }
  }

  private List<Revision> oldestFirst() {
    return store.snapshots().revisionsNewestFirst().stream().sorted().toList();
  }

  private Head replayTo(Head from, Revision last) {
    return store.events().replay(from, last, (event, digest) -> check(event));
  }

  private void check(Event event) {
    event.change().libraries().forEach(library -> checkSource(event, library));
    RegistryImage next = image.fold(event);
    List<Effect> effects = event.effects();
    if (effects != null && !effects.equals(Effects.of(event.change(), image, next))) {
      throw new LogException(
          "event " + event.revision() + " says of libraries what it did not do to them");
    }
    image = next;
  }

  private void checkSource(Event event, Library library) {
    if (checkedSources.add(library.digest())) {
      try {
        store.code().source(library.digest());
      } catch (LogException e) {
        throw new LogException(
            "event " + event.revision() + " names a source that does not hold: " + e.getMessage(),
            e);
      }
    }
  }

  private void checkSnapshot(Head head) {
    Snapshot snapshot = store.snapshots().read(head.revision());
    if (!Snapshots.isOf(snapshot, image, head)) {
      throw new LogException(
          "the snapshot of revision " + head.revision() + " is not what its events fold to");
    }
  }
}
