package dev.fnstore.history;

import dev.fnstore.log.Direction;
import dev.fnstore.log.RevisionCursor;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Cursors made of cursors. */
final class Revisions {
  private Revisions() {}

  /**
   * What all of {@code cursors} have, every revision if there are none: each jumps to where another
   * one is, until they agree.
   */
  static RevisionCursor inAll(List<RevisionCursor> cursors) {
    return new Joined(cursors) {
      @Override
      public OptionalLong seek(long number) {
        long candidate = number;
        int agreed = 0;
        while (agreed < members.size()) {
          agreed = 0;
          for (RevisionCursor member : members) {
            OptionalLong found = member.seek(candidate);
            if (found.isEmpty()) {
              return found;
            } else if (found.getAsLong() == candidate) {
              agreed++;
            } else {
              candidate = found.getAsLong();
              agreed = 1;
            }
          }
        }
        return OptionalLong.of(candidate);
      }
    };
  }

  /**
   * What at least one of {@code cursors} has. It must be sought from one number to the next: a
   * member that is further on already is not asked again.
   */
  static RevisionCursor inAny(List<RevisionCursor> cursors, Direction direction) {
    return new Joined(cursors) {
      private final OptionalLong[] found = new OptionalLong[members.size()];

      @Override
      public OptionalLong seek(long number) {
        OptionalLong nearest = OptionalLong.empty();
        for (int i = 0; i < found.length; i++) {
          OptionalLong last = found[i];
          if (last == null || (last.isPresent() && direction.isBehind(number, last.getAsLong()))) {
            last = members.get(i).seek(number);
            found[i] = last;
          }
          if (nearest.isEmpty()
              || (last.isPresent() && direction.isBehind(nearest.getAsLong(), last.getAsLong()))) {
            nearest = last;
          }
        }
        return nearest;
      }
    };
  }

  private abstract static class Joined implements RevisionCursor {
    final List<RevisionCursor> members;

    Joined(List<RevisionCursor> members) {
      this.members = new ArrayList<>(members);
    }

    @Override
    public void close() {
      members.forEach(RevisionCursor::close);
    }
  }
}
