package dev.fnstore.log;

import dev.fnstore.model.RegisteredLibrary;
import java.util.List;

/**
 * An image as it is stored.
 *
 * @param head where the log ended for it; its digest ties the snapshot to its history
 * @param libraries in the byte order of their names
 */
public record Snapshot(Head head, List<RegisteredLibrary> libraries) {
  public Snapshot {
    libraries = List.copyOf(libraries);
  }
}
