package dev.fnstore.store;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.log.LogEntry;
import dev.fnstore.model.Change;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Event;
import dev.fnstore.model.Library;
import dev.fnstore.model.RestorePolicy;
import dev.fnstore.registry.RegistryImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What has been decided but is not on disk yet, with the image that it leads to. */
final class StagedChanges {
  private final List<LogEntry> entries = new ArrayList<>();
  private final Map<Digest, Bytes> sources = new HashMap<>();
  private volatile RegistryImage image;
  private long sourceBytes;

  StagedChanges(RegistryImage image) {
    this.image = image;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** The image with all that is staged. */
  RegistryImage image() {
    return image;
  }

  List<LogEntry> entries() {
    return List.copyOf(entries);
  }

  Map<Digest, Bytes> sources() {
    return Map.copyOf(sources);
  }

  /** What the staged sources weigh. */
  long sourceBytes() {
    return sourceBytes;
  }

  Optional<Bytes> source(Digest digest) {
    return Optional.ofNullable(sources.get(digest));
  }

  void add(Event event, Map<Digest, Bytes> newSources) {
    Set<Bytes> touched = touched(event.change());
    image = image.fold(event);
    entries.add(new LogEntry(event, touched));
    sources.putAll(newSources);
    newSources.values().forEach(source -> sourceBytes += source.length());
  }

  /** Forgets what is staged, once it is on disk. */
  void clear() {
    entries.clear();
    sources.clear();
    sourceBytes = 0;
  }

  /** The names of all libraries that {@code change} loads into, or removes from, the image. */
  private Set<Bytes> touched(Change change) {
    Set<Bytes> names = new LinkedHashSet<>();
    if (change instanceof Change.Load load) {
      names.add(load.library().name());
    } else if (change instanceof Change.Delete delete) {
      names.add(delete.libraryName());
    } else if (change instanceof Change.Flush) {
      addAll(names);
    } else if (change instanceof Change.Restore restore) {
      if (restore.policy() == RestorePolicy.FLUSH) {
        addAll(names);
      }
      restore.libraries().stream().map(Library::name).forEach(names::add);
    }
    return names;
  }

  private void addAll(Set<Bytes> names) {
    image.libraries().forEach(library -> names.add(library.library().name()));
  }
}
