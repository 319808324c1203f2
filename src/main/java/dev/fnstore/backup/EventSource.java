package dev.fnstore.backup;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.log.StoredEvent;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Revision;
import java.util.List;

/** Events that are copied. What it gives is checked by who takes it. For one thread. */
public interface EventSource {
  /** Some events, those that follow {@code revision}; none where the log ends there. */
  List<StoredEvent> after(Revision revision) throws CopyException;

  /**
   * Sources of the first of {@code digests}, in their order: of all, or of some and at least one.
   */
  List<Bytes> sources(List<Digest> digests) throws CopyException;
}
