package dev.fnstore.history;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Glob;
import dev.fnstore.log.Direction;
import dev.fnstore.log.EventReader;
import dev.fnstore.log.Index;
import dev.fnstore.log.RevisionCursor;
import dev.fnstore.model.Effect;
import dev.fnstore.model.Event;
import dev.fnstore.model.Revision;
import dev.fnstore.registry.Effects;
import dev.fnstore.registry.RegistryImage;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds events by the indexes: what a query costs goes with what it finds, not with how long the
 * history is.
 */
final class AuditTrail {
  /** More libraries than this are looked for in the events themselves: they are in many. */
  private static final int MOST_LIBRARY_CURSORS = 256;

  /** Events are read together: that costs less than one by one. */
  private static final int AT_A_TIME = 128;

  private final EventReader events;
  private final Function<Revision, RegistryImage> images;

  /**
   * The trail of a log.
   *
   * @param images the image as of a revision, asked only where an event of format 1 does not say
   *     what it did
   */
  AuditTrail(EventReader events, Function<Revision, RegistryImage> images) {
    this.events = events;
    this.images = images;
  }

  List<AuditEntry> find(AuditQuery query) {
    Direction direction = query.range().direction();
    List<AuditEntry> found = new ArrayList<>();
    List<RevisionCursor> filters = new ArrayList<>();
    Glob checked = null;
    try {
      Glob libraries = query.libraries();
      if (libraries != null) {
        List<Bytes> names = names(libraries);
        if (names.size() > MOST_LIBRARY_CURSORS) {
          checked = libraries;
        } else {
          filters.add(events.havingAny(Index.LIBRARY, names, direction));
        }
      }
      Bytes user = query.user();
      if (user != null) {
        filters.add(events.having(Index.USER, user, direction));
      }
      Bytes kind = query.kind();
      if (kind != null) {
        filters.add(events.having(Index.KIND, kind, direction));
      }
      collect(query, filters, checked, found);
      return found;
    } finally {
      filters.forEach(RevisionCursor::close);
    }
  }

  private List<Bytes> names(Glob pattern) {
    return pattern.isLiteral()
        ? events.spellings(Index.LIBRARY, pattern.pattern())
        : events.libraryNames(pattern::matches);
  }

  private void collect(
      AuditQuery query,
      List<RevisionCursor> filters,
      @Nullable Glob libraries,
      List<AuditEntry> found) {
    Page page = new Page(query.range(), Revisions.inAll(filters));
    while (found.size() < query.limit()) {
      List<Revision> next = page.next(Math.min(AT_A_TIME, query.limit() - found.size()));
      if (next.isEmpty()) {
        return;
      }
      for (EventReader.Entry stored : events.entries(next)) {
        AuditEntry entry = entry(stored);
        if (libraries == null || touches(entry, libraries)) {
          found.add(entry);
        }
      }
    }
  }

  /** The revisions of a range that a cursor has, some at a time. */
  private static final class Page {
    private final AuditQuery.Range range;
    private final RevisionCursor cursor;
    private long next;

    Page(AuditQuery.Range range, RevisionCursor cursor) {
      this.range = range;
      this.cursor = cursor;
      this.next = range.first();
    }

    /** Fewer than {@code most} only at the end. */
    List<Revision> next(int most) {
      List<Revision> revisions = new ArrayList<>();
      while (revisions.size() < most && !range.direction().isBehind(next, range.last())) {
        OptionalLong revision = cursor.seek(next);
        if (revision.isEmpty() || range.direction().isBehind(revision.getAsLong(), range.last())) {
          return revisions;
        }
        revisions.add(new Revision(revision.getAsLong()));
        next = range.direction().next(revision.getAsLong());
      }
      return revisions;
    }
  }

  private static boolean touches(AuditEntry entry, Glob libraries) {
    return entry.effects().stream().anyMatch(effect -> libraries.matches(effect.libraryName()));
  }

  /** The entry of one event, which must be there. */
  AuditEntry entry(Revision revision) {
    return entry(events.entry(revision));
  }

  private AuditEntry entry(EventReader.Entry stored) {
    List<Effect> effects = stored.event().effects();
    return new AuditEntry(
        stored.event(), stored.digest(), effects == null ? derived(stored.event()) : effects);
  }

  private List<Effect> derived(Event event) {
    RegistryImage before = images.apply(new Revision(event.revision().number() - 1));
    return Effects.of(event.change(), before, before.after(event.change()));
  }
}
