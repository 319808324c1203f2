package dev.fnstore.log;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Event;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event to append, with what it is to be found by.
 *
 * @param libraries names of all libraries that it loaded or removed
 * @param copied the event as another log has it, to be kept to the byte; null: it is a new one
 */
public record LogEntry(Event event, Collection<Bytes> libraries, @Nullable StoredEvent copied) {
  public LogEntry {
    libraries = List.copyOf(libraries);
  }

  /** A new event. */
  public LogEntry(Event event, Collection<Bytes> libraries) {
    this(event, libraries, null);
  }
}
