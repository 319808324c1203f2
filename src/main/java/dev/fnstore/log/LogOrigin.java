package dev.fnstore.log;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a log has before its first event.
 *
 * @param storeId the same in all copies of a log
 * @param base where it begins
 * @param image of the base; null: the log begins with the empty registry
 */
public record LogOrigin(String storeId, Head base, @Nullable StoredSnapshot image) {
  public LogOrigin {
    if (base.equals(Head.EMPTY) != (image == null)
        || (image != null && !image.snapshot().head().equals(base))) {
      throw new LogException(
          "a log that begins at revision " + base.revision() + " needs its image");
    }
  }

  /** That of a log that is there. */
  static LogOrigin of(String storeId, LogReader log) {
    Head base = log.events().base();
    return new LogOrigin(
        storeId, base, base.equals(Head.EMPTY) ? null : log.snapshots().stored(base.revision()));
  }

  /** That of a log of its own. */
  static LogOrigin fresh() {
    return new LogOrigin(UUID.randomUUID().toString(), Head.EMPTY, null);
  }
}
