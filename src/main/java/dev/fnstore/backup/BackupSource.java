package dev.fnstore.backup;

import dev.fnstore.log.StoredSnapshot;
import dev.fnstore.model.Revision;

/** A log that is backed up. For one thread. */
public interface BackupSource extends EventSource {
  LogDescription describe() throws CopyException;

  /** The image that a log begins with which was compacted. */
  StoredSnapshot image(Revision base) throws CopyException;
}
