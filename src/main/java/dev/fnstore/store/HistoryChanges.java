package dev.fnstore.store;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.history.HistoryView;
import dev.fnstore.model.Change;
import dev.fnstore.model.Revision;
import dev.fnstore.registry.RefusedException;
import dev.fnstore.registry.RegistryImage;
import dev.fnstore.registry.RollbackPlan;
import dev.fnstore.registry.Tags;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The part of the single writer that brings the past back, names it, lets it go, and notes in the
 * trail what is of no library. It belongs to the thread of {@link FunctionStore}.
 */
public final class HistoryChanges {
  private final Supplier<RegistryImage> pending;
  private final BiConsumer<Change, Intent> stage;
  private final DiskGuard disk;
  private final RunningLibraries running;
  private final Compactions compactions;

  /** What no image is read before any more, since an event says so. */
  private Revision base;

  HistoryChanges(
      Supplier<RegistryImage> pending,
      BiConsumer<Change, Intent> stage,
      DiskGuard disk,
      RunningLibraries running,
      Compactions compactions,
      Revision base) {
    this.pending = pending;
    this.stage = stage;
    this.disk = disk;
    this.running = running;
    this.compactions = compactions;
    this.base = base;
  }

  /**
   * Stages FUNCTION ROLLBACK.
   *
   * @param past the image to go back to
   * @param wanted of the names of libraries: all others stay as they are
   * @return what it changes; its event has the revision of {@link FunctionStore#pending}
   * @throws RefusedException if libraries would collide, or the intent's condition does not hold
   */
  public RollbackPlan rollback(RegistryImage past, Predicate<Bytes> wanted, Intent intent)
      throws RefusedException {
    disk.check(0);
    intent.checkRevision(pending.get());
    if (past.revision().compareTo(base) < 0) {
      throw compacted(past.revision());
    }
    RollbackPlan plan = RollbackPlan.of(pending.get(), past, wanted);
    Change.Rollback change = plan.change();
    stage.accept(change, intent);
    change.removed().forEach(running::forget);
    change.libraries().forEach(library -> running.forget(library.name()));
    return plan;
  }

  /**
   * Stages FUNCTION TAG SET.
   *
   * @param revision one of this history
   * @throws RefusedException if {@code name} cannot name a tag
   */
  public void tag(Bytes name, Revision revision, Intent intent) throws RefusedException {
    disk.check(0);
    stage.accept(Tags.set(name, revision), intent);
  }

  /**
   * Stages FUNCTION TAG DELETE.
   *
   * @throws RefusedException if there is no such tag
   */
  public void untag(Bytes name, Intent intent) throws RefusedException {
    disk.check(0);
    stage.accept(Tags.delete(pending.get(), name), intent);
  }

  private RefusedException compacted(Revision revision) {
    return new RefusedException(
        "revision " + revision + " is compacted: the log begins at revision " + base);
  }

  /**
   * Writes what FUNCTION COMPACT keeps of what it drops; for any thread.
   *
   * @return the change to {@link #compact} with
   */
  public Change.Compact prepareCompaction(HistoryView view, Revision newBase) {
    return compactions.prepare(view, newBase);
  }

  /**
   * Stages FUNCTION COMPACT; what lies before is dropped once it is committed.
   *
   * @throws RefusedException if the log begins there already, or later
   */
  public void compact(Change.Compact compact, Intent intent) throws RefusedException {
    disk.check(0);
    if (compact.base().compareTo(base) <= 0) {
      throw new RefusedException("the log begins at revision " + base + " already");
    }
    stage.accept(compact, intent);
    base = compact.base();
  }

  /** Stages that users or parameters were changed: of these the log keeps the trail only. */
  public void note(Change.Note note, Intent intent) {
    stage.accept(note, intent);
  }
}
