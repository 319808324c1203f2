package dev.fnstore.history;

import dev.fnstore.log.Head;
import dev.fnstore.log.LogException;
import dev.fnstore.log.Snapshot;
import dev.fnstore.model.Revision;
import dev.fnstore.registry.RegistryImage;
import java.util.List;

/** Images as they are stored. */
public final class Snapshots {
  private Snapshots() {}

  /**
   * An image to be stored.
   *
   * @param head where the log ended for it
   */
  public static Snapshot of(RegistryImage image, Head head) {
    return new Snapshot(
        head,
        image.changed(),
        List.copyOf(image.libraries()),
        List.copyOf(image.tags()),
        List.copyOf(image.targets().all()));
  }

  /**
   * A stored image.
   *
   * @throws LogException if it is of format 1, which does not say all that an image does
   */
  static RegistryImage image(Snapshot snapshot) {
    Revision changed = snapshot.changed();
    if (changed == null) {
      throw new LogException(
          "the snapshot of revision "
              + snapshot.head().revision()
              + " is of format 1, which does not say when libraries were last changed");
    }
    return RegistryImage.of(
        snapshot.head().revision(),
        changed,
        snapshot.libraries(),
        snapshot.tags(),
        snapshot.targets());
  }

  /** Whether a snapshot says what {@code image} does, as far as its format says it. */
  static boolean isOf(Snapshot snapshot, RegistryImage image, Head head) {
    Snapshot whole = of(image, head);
    return snapshot.changed() == null
        ? snapshot.equals(new Snapshot(head, null, whole.libraries(), List.of(), List.of()))
        : snapshot.equals(whole);
  }
}
