package dev.fnstore.fleet;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.fleet.node.Role;
import dev.fnstore.model.Revision;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A node of a target, as it was last seen.
 *
 * @param address such as {@code 10.0.0.1:6379}
 * @param server such as {@code valkey 8.1.1}; empty: it has never been seen
 * @param rdbVersion of the payloads that it writes; 0: not known
 * @param revision that was last deployed to the target, where the node holds what was; else null
 * @param missing names of libraries that it should hold and does not
 * @param different names of those that it holds with another text
 * @param surplus names of those that it should hold no more
 * @param foreign names of those that were never deployed there
 * @param error why it cannot be seen or changed, in one line; empty: nothing is wrong
 * @param seenMs when it last answered, in ms since 1970; 0: never
 */
public record NodeStatus(
    Bytes target,
    String address,
    Role role,
    String server,
    int rdbVersion,
    @Nullable Revision revision,
    State state,
    List<Bytes> missing,
    List<Bytes> different,
    List<Bytes> surplus,
    List<Bytes> foreign,
    String error,
    long seenMs) {
  /** After a change of what it should hold, which it has not been compared with yet. */
  NodeStatus outdated() {
    return state != State.IN_SYNC
        ? this
        : new NodeStatus(
            target,
            address,
            role,
            server,
            rdbVersion,
            revision,
            State.DRIFTED,
            missing,
            different,
            surplus,
            foreign,
            error,
            seenMs);
  }

  /** Where nobody knows what it should hold, so that nothing of it is too much or too little. */
  NodeStatus drifted(String why) {
    return new NodeStatus(
        target,
        address,
        role,
        server,
        rdbVersion,
        null,
        State.DRIFTED,
        List.of(),
        List.of(),
        List.of(),
        foreign,
        why,
        seenMs);
  }

  /** How it is. */
  public enum State {
    /** It holds what it should. */
    IN_SYNC,
    /** It holds something else. */
    DRIFTED,
    /** It does not answer. */
    UNREACHABLE,
    /** It answers, and does not let us look or change anything. */
    REFUSED;

    /** As STATUS spells it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
