package dev.fnstore.history;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.log.Direction;
import dev.fnstore.log.EventReader;
import dev.fnstore.log.Index;
import dev.fnstore.log.LogException;
import dev.fnstore.log.StoredEvent;
import dev.fnstore.log.WordSeeker;
import dev.fnstore.model.Effect;
import dev.fnstore.model.Event;
import dev.fnstore.model.Library;
import dev.fnstore.model.RegisteredLibrary;
import dev.fnstore.model.Revision;
import dev.fnstore.registry.RegistryImage;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One library as of a revision, from the events that touched it: that costs a few reads where an
 * image costs a snapshot and all events since. For one thread.
 */
final class LibraryPast implements AutoCloseable {
  /** Who has been changed more often than that since it was made is looked up in an image. */
  private static final long MOST_VERSIONS = 200;

  /** Revisions that are further apart are compared by their images. */
  private static final long MOST_BETWEEN = 1000;

  private static final long BYTES_AT_A_TIME = 1 << 20;

  /** Events of more libraries than that are kept: most of these are found there too. */
  private static final int FEW_LIBRARIES = 100;

  private final EventReader events;
  private final WordSeeker touching;
  private final Function<Revision, RegistryImage> images;
  private @Nullable Event large;

  /**
   * The libraries of a log.
   *
   * @param images the image as of a revision, asked for where events do not tell
   */
  LibraryPast(EventReader events, Function<Revision, RegistryImage> images) {
    this.events = events;
    this.touching = events.seeker(Index.LIBRARY, Direction.NEWEST_FIRST);
    this.images = images;
  }

  /** The library of this very name, as the image as of {@code revision} has it. */
  Optional<Library> at(Bytes name, Revision revision) {
    Event last = newest(name, revision);
    if (last == null) {
      return images.apply(events.base().revision()).library(name).map(RegisteredLibrary::library);
    }
    Effect effect = effect(last, name);
    if (effect == null) {
      return images.apply(revision).library(name).map(RegisteredLibrary::library);
    }
    return effect.after() == null ? Optional.empty() : Optional.of(library(last, name));
  }

  /** As {@link #at}, with its place in history. */
  Optional<RegisteredLibrary> registeredAt(Bytes name, Revision revision) {
    Event last = newest(name, revision);
    if (last == null) {
      return images.apply(events.base().revision()).library(name);
    }
    Effect effect = effect(last, name);
    if (effect == null || effect.version() > MOST_VERSIONS) {
      return images.apply(revision).library(name);
    } else if (effect.after() == null) {
      return Optional.empty();
    }
    Revision created = created(name, last, effect);
    return created == null
        ? images.apply(revision).library(name)
        : Optional.of(
            new RegisteredLibrary(library(last, name), created, last.revision(), effect.version()));
  }

  /**
   * The names of all libraries that events between two revisions have touched, whichever is the
   * older; nothing where that is many events, or where they do not tell.
   */
  Optional<Set<Bytes>> touchedBetween(Revision one, Revision other) {
    Revision at = one.compareTo(other) < 0 ? one : other;
    Revision last = one.compareTo(other) < 0 ? other : one;
    if (last.number() - at.number() > MOST_BETWEEN) {
      return Optional.empty();
    }
    Set<Bytes> names = new HashSet<>();
    while (at.compareTo(last) < 0) {
      for (StoredEvent stored : events.storedAfter(at, BYTES_AT_A_TIME)) {
        Event event = stored.event();
        List<Effect> effects = event.effects();
        if (effects == null) {
          return Optional.empty();
        }
        at = event.revision();
        if (at.compareTo(last) <= 0) {
          effects.forEach(effect -> names.add(effect.libraryName()));
        }
      }
    }
    return names.size() > MOST_BETWEEN ? Optional.empty() : Optional.of(names);
  }

  /** The newest event of a library up to {@code revision}, null where the log begins behind it. */
  private @Nullable Event newest(Bytes name, Revision revision) {
    OptionalLong found = touching.seek(name, revision.number());
    if (found.isEmpty() || found.getAsLong() <= events.base().revision().number()) {
      return null;
    }
    Event last = large;
    if (last == null || last.revision().number() != found.getAsLong()) {
      last = events.entry(new Revision(found.getAsLong())).event();
      if (last.change().libraries().size() > FEW_LIBRARIES) {
        large = last;
      }
    }
    return last;
  }

  /** What an event did to the library; null in events of format 1, which do not say. */
  private static @Nullable Effect effect(Event event, Bytes name) {
    return event.effects() == null
        ? null
        : event.effects().stream()
            .filter(effect -> effect.libraryName().equals(name))
            .findFirst()
            .orElseThrow(() -> contradiction(event, name));
  }

  private static Library library(Event event, Bytes name) {
    return event.change().libraries().stream()
        .filter(library -> library.name().equals(name))
        .findFirst()
        .orElseThrow(() -> contradiction(event, name));
  }

  private static LogException contradiction(Event event, Bytes name) {
    return new LogException(
        "the index names event "
            + event.revision()
            + " for library "
            + name
            + ", which it did not touch: FUNCTION VERIFY tells more");
  }

  /** The revision of the first version; null where that is not told. */
  private @Nullable Revision created(Bytes name, Event last, Effect lastEffect) {
    Event event = last;
    Effect effect = lastEffect;
    while (effect != null && effect.version() != 1) {
      event = newest(name, new Revision(event.revision().number() - 1));
      if (event == null) {
        return images
            .apply(events.base().revision())
            .library(name)
            .map(RegisteredLibrary::created)
            .orElse(null);
      }
      effect = effect(event, name);
    }
    return effect == null ? null : event.revision();
  }

  @Override
  public void close() {
    touching.close();
  }
}
