package dev.fnstore.history;

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
