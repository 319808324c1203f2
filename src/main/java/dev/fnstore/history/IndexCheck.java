package dev.fnstore.history;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.log.EventReader;
import dev.fnstore.log.Index;
import dev.fnstore.log.LogException;
import dev.fnstore.model.Effect;
import dev.fnstore.model.Event;
import dev.fnstore.model.Revision;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Compares the indexes with the events: the trail is found by them. For one thread. */
final class IndexCheck {
  private final EventReader events;
  private final Map<Index, Long> entries = new EnumMap<>(Index.class);

  /** Events of format 1 were found by more libraries than they touched. */
  private boolean mayHaveMore;

  IndexCheck(EventReader events) {
    this.events = events;
    for (Index index : Index.values()) {
      entries.put(index, 0L);
    }
  }

  /**
   * That an event is found by all that it should be.
   *
   * @throws LogException if it is not
   */
  void check(Event event, List<Effect> effects) {
    mayHaveMore |= event.effects() == null;
    check(Index.USER, event.actor().user(), event.revision());
    check(Index.KIND, Bytes.of(event.change().kind()), event.revision());
    for (Effect effect : effects) {
      check(Index.LIBRARY, effect.libraryName(), event.revision());
      if (!events.isNamed(effect.libraryName())) {
        throw new LogException(
            "library "
                + effect.libraryName()
                + " of event "
                + event.revision()
                + " is not among the names of libraries");
      }
    }
  }

  private void check(Index index, Bytes word, Revision revision) {
    if (!events.isIndexed(index, word, revision)) {
      throw new LogException(
          "event " + revision + " is not in the index of each " + name(index) + ", under " + word);
    }
    entries.merge(index, 1L, Long::sum);
  }

  /**
   * That no event is found by what it should not be.
   *
   * @param after the revision before the first event that was checked
   * @param last that of the last one
   * @throws LogException if one is
   */
  void checkNothingElse(Revision after, Revision last) {
    for (Map.Entry<Index, Long> expected : entries.entrySet()) {
      long found = events.countIndexed(expected.getKey(), after, last);
      if (found > expected.getValue() && !mayHaveMore) {
        throw new LogException(
            "the index of each "
                + name(expected.getKey())
                + " has "
                + (found - expected.getValue())
                + " entries that are of no event");
      }
    }
  }

  private static String name(Index index) {
    return index.name().toLowerCase(Locale.ROOT);
  }
}
