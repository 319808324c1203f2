package dev.fnstore.history;

import dev.fnstore.model.Digest;
import dev.fnstore.model.Revision;
import org.jspecify.annotations.Nullable;

/**
 * What of a log is to be verified.
 *
 * @param from the first revision; null: the first there is
 * @param to the last revision; null: the last there is
 * @param expected what somebody knows of the log, since no chain can see its own cut-off end; null:
 *     nothing
 */
public record Verification(
    @Nullable Revision from, @Nullable Revision to, @Nullable Known expected) {
  /** The whole log. */
  public static final Verification WHOLE = new Verification(null, null, null);

  /** That the event of a revision has this digest. */
  public record Known(Revision revision, Digest digest) {}
}
