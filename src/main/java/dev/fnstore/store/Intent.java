package dev.fnstore.store;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Actor;
import dev.fnstore.model.Revision;
import dev.fnstore.registry.Decider;
import dev.fnstore.registry.RefusedException;
import dev.fnstore.registry.RegistryImage;
import org.jspecify.annotations.Nullable;

/**
 * Who asks for a change, why, and on what condition.
 *
 * @param message kept with the event; empty if nothing is said
 * @param ifRevision the change is refused if what it would change is at another revision; null: it
 *     does not matter
 */
public record Intent(Actor actor, Bytes message, @Nullable Revision ifRevision) {
  /** Of a change without a word about it. */
  public static Intent of(Actor actor) {
    return new Intent(actor, Bytes.EMPTY, null);
  }

  /**
   * That the condition holds for a change of one library.
   *
   * @throws RefusedException naming the revision that the library is at
   */
  void checkRevision(RegistryImage image, Bytes libraryName) throws RefusedException {
    Revision expected = ifRevision;
    if (expected != null) {
      Decider.checkRevision(image, libraryName, expected);
    }
  }

  /**
   * That the condition holds for a change of many.
   *
   * @throws RefusedException naming the revision that last changed one
   */
  void checkRevision(RegistryImage image) throws RefusedException {
    Revision expected = ifRevision;
    if (expected != null) {
      Decider.checkRevision(image, expected);
    }
  }
}
