package dev.fnstore.history;

import dev.fnstore.log.EventReader;
import dev.fnstore.log.Head;
import dev.fnstore.log.LogException;
import dev.fnstore.log.LogReader;
import dev.fnstore.log.Snapshot;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Event;
import dev.fnstore.model.Revision;
import dev.fnstore.registry.RegistryImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Brings back the newest image: newest good snapshot, then every event after it, each checked
 * against its digest. Runs no Lua and guesses nothing: a damaged snapshot is passed over for an
 * older one, a damaged or missing event ends the recovery.
 */
public final class Recovery {
  private Recovery() {}

  /**
   * What was recovered.
   *
   * @param head where the log ends, as it was computed from the events, not as it was stored
   */
  public record Recovered(RegistryImage image, Head head) {
    /** Before the first event. */
    static final Recovered NOTHING = new Recovered(RegistryImage.EMPTY, Head.EMPTY);
  }

  /**
   * Decides where to start.
   *
   * @throws LogException if a snapshot is newer than the log, which has then lost its tail
   */
  public static RecoveryPlan plan(LogReader store) {
    Revision last = store.events().head().revision();
    checkBase(store);
    Optional<Revision> next = store.snapshots().newest();
    if (next.isPresent() && next.get().compareTo(last) > 0) {
      throw new LogException(
          "the event log ends at revision "
              + last
              + " although there is a snapshot of revision "
              + next.get()
              + ": events are missing at its end. Nothing was changed. Keep a copy of the folder"
              + " and bring it back from a backup.");
    }
    List<String> passedOver = new ArrayList<>();
    while (next.isPresent()) {
      try {
        return new RecoveryPlan(snapshot(store, next.get()), last, passedOver);
      } catch (LogException e) {
        passedOver.add(String.valueOf(e.getMessage()));
        next = store.snapshots().newestBefore(next.get());
      }
    }
    return new RecoveryPlan(null, last, passedOver);
  }

  /** What everything after it rests on must be whole, also where a newer snapshot would do. */
  private static void checkBase(LogReader store) {
    try {
      var unused = base(store);
    } catch (LogException e) {
      throw new LogException(
          "the event log cannot be read from where it begins: "
              + e.getMessage()
              + ". Nothing was changed. Keep a copy of the folder and bring it back from a backup.",
          e);
    }
  }

  /**
   * The image of a stored snapshot. It must say all that an image does, and be of this very
   * history, not of one that was swapped beneath it.
   *
   * @throws LogException if it is damaged, or says less, or is of another history
   */
  static Recovered snapshot(LogReader store, Revision revision) {
    Snapshot snapshot = store.snapshots().read(revision);
    Head head = snapshot.head();
    boolean belongs =
        head.equals(store.events().base()) // whose event has been dropped
            || store
                .events()
                .read(revision)
                .filter(event -> event.digest().equals(head.digest()))
                .isPresent();
    if (!belongs) {
      throw new LogException(
          "the snapshot of revision " + revision + " is not of this log's history");
    }
    return new Recovered(Snapshots.image(snapshot), head);
  }

  /**
   * Carries out a plan.
   *
   * @throws LogException naming the event that is missing or damaged
   */
  public static Recovered run(LogReader store, RecoveryPlan plan) {
    return run(store, plan, revision -> {});
  }

  /**
   * As {@link #run(LogReader, RecoveryPlan)}.
   *
   * @param progress told each revision that has been replayed
   */
  public static Recovered run(LogReader store, RecoveryPlan plan, LongConsumer progress) {
    return replay(store.events(), plan.start(), plan.last(), progress);
  }

  /**
   * Where history begins: the empty registry, or the image that a compaction has kept.
   *
   * @throws LogException if that is damaged
   */
  static Recovered base(LogReader log) {
    Head base = log.events().base();
    if (base.equals(Head.EMPTY)) {
      return Recovered.NOTHING;
    }
    Snapshot snapshot = log.snapshots().read(base.revision());
    if (!snapshot.head().equals(base)) {
      throw new LogException(
          "the snapshot of revision " + base.revision() + ", where the log begins, is another's");
    }
    return new Recovered(Snapshots.image(snapshot), base);
  }

  /** Folds the events after {@code base} up to {@code last}, each checked. */
  static Recovered replay(EventReader events, Recovered base, Revision last) {
    return replay(events, base, last, revision -> {});
  }

  private static Recovered replay(
      EventReader events, Recovered base, Revision last, LongConsumer progress) {
    Fold fold = new Fold(base.image(), progress);
    Head head = events.replay(base.head(), last, fold);
    return new Recovered(fold.image, head);
  }

  private static final class Fold implements EventReader.EventVisitor {
    private final LongConsumer progress;
    private RegistryImage image;

    Fold(RegistryImage image, LongConsumer progress) {
      this.image = image;
      this.progress = progress;
    }

    @Override
    public void visit(Event event, Digest digest) {
      image = image.fold(event);
      progress.accept(event.revision().number());
    }
  }
}
