package dev.fnstore.model;

import dev.fnstore.bytes.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A deployment of real servers that is kept in step, as an operator describes it.
 *
 * @param uris where to ask for its nodes; without passwords, which no event keeps
 * @param auto whether every change is deployed as it commits, and drift is healed
 * @param patterns of the names of its libraries, as of FUNCTION LIST; none is all libraries
 * @param tag the one it follows; null: the newest revision
 */
public record Target(
    Bytes name,
    List<Bytes> uris,
    Mode mode,
    boolean auto,
    List<Bytes> patterns,
    @Nullable Bytes tag) {

  /** What it does with libraries that it has not deployed. */
  public enum Mode {
    /** It holds exactly our libraries. */
    EXCLUSIVE,
    /** Only what was deployed there is replaced or removed. */
    MANAGED
  }

  public Target {
    uris = List.copyOf(uris);
    patterns = List.copyOf(patterns);
  }
}
