package dev.fnstore.log;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Event;
import java.util.Collection;
import java.util.List;

/**
 * An event to append, with what it is to be found by.
 *
 * @param libraries names of all libraries that it loaded or removed
 */
public record LogEntry(Event event, Collection<Bytes> libraries) {
  public LogEntry {
    libraries = List.copyOf(libraries);
  }
}
