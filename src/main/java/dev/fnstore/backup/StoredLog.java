package dev.fnstore.backup;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.log.LogException;
import dev.fnstore.log.LogReader;
import dev.fnstore.log.StoredEvent;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Revision;
import java.util.List;

/** The events of a log that is on this machine. */
final class StoredLog implements EventSource {
  private static final long BYTES_AT_A_TIME = 4L << 20;

  private final LogReader log;

  StoredLog(LogReader log) {
    this.log = log;
  }

  @Override
  public List<StoredEvent> after(Revision revision) throws CopyException {
    try {
      return log.events().storedAfter(revision, BYTES_AT_A_TIME);
    } catch (LogException e) {
      throw new CopyException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public List<Bytes> sources(List<Digest> digests) throws CopyException {
    try {
      return digests.stream().map(log.code()::source).toList();
    } catch (LogException e) {
      throw new CopyException(String.valueOf(e.getMessage()), e);
    }
  }
}
