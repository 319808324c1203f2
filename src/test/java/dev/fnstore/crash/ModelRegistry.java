package dev.fnstore.crash;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Change;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Library;
import dev.fnstore.model.RestorePolicy;
import java.util.SortedMap;
import java.util.TreeMap;

/** The registry as the plainest code would keep it: which text each library has. */
final class ModelRegistry {
  private final SortedMap<Bytes, Digest> libraries = new TreeMap<>();

  void apply(Change change) {
    if (change instanceof Change.Load load) {
      put(load.library());
    } else if (change instanceof Change.Delete delete) {
      libraries.remove(delete.libraryName());
    } else if (change instanceof Change.Flush) {
      libraries.clear();
    } else if (change instanceof Change.Restore restore) {
      if (restore.policy() == RestorePolicy.FLUSH) {
        libraries.clear();
      }
      restore.libraries().forEach(this::put);
    }
  }

  private void put(Library library) {
    libraries.put(library.name(), library.digest());
  }

  SortedMap<Bytes, Digest> libraries() {
    return libraries;
  }
}
