package dev.fnstore.backup;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.log.LogException;
import dev.fnstore.log.LogReader;
import dev.fnstore.log.StoredEvent;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Revision;
import java.util.ArrayList;
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
    List<Bytes> sources = new ArrayList<>();
    long bytes = 0;
    try {
      for (Digest digest : digests) {
        if (bytes >= BYTES_AT_A_TIME) {
          break;
        }
        Bytes source = log.code().source(digest);
        bytes += source.length();
        sources.add(source);
      }
      return sources;
    } catch (LogException e) {
      if (!sources.isEmpty()) {
        return sources; // who asks for the next one is told
      }
      throw new CopyException(String.valueOf(e.getMessage()), e);
    }
  }
}
