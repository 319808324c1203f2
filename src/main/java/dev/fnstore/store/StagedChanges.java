package dev.fnstore.store;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.log.LogEntry;
import dev.fnstore.model.Change;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Effect;
import dev.fnstore.model.Event;
import dev.fnstore.registry.Effects;
import dev.fnstore.registry.RegistryImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  /**
   * Adds a change that was decided on {@link #image}.
   *
   * @param newSources those that it names and that may not be in the log
   */
  void add(Change change, EventClock.Times times, Intent intent, Map<Digest, Bytes> newSources) {
    RegistryImage next = image.after(change);
    List<Effect> effects = Effects.of(change, image, next);
    Event event =
        new Event(
            next.revision(),
            times.wallMs(),
            times.orderMs(),
            intent.actor(),
            intent.message(),
            change,
            effects);
    entries.add(new LogEntry(event, effects.stream().map(Effect::libraryName).toList()));
    image = next;
    sources.putAll(newSources);
    newSources.values().forEach(source -> sourceBytes += source.length());
  }

  /** Forgets what is staged, once it is on disk. */
  void clear() {
    entries.clear();
    sources.clear();
    sourceBytes = 0;
  }
}
