package dev.fnstore.load;

import dev.fnstore.resp.Reply;
import java.util.List;

/** A kind of traffic of one client: adds requests whose replies it can judge. */
interface Work {
  /** Sent once, before all else. */
  default void open(Burst burst) {}

  /** Adds a request or a few that belong together. */
  void add(Burst burst);

  /** Sent once, after all else: what must be true in the end. */
  default void close(Burst burst) {}

  /** A message that came unasked; false if it is not for this. */
  default boolean pushed(List<Reply> message) {
    return false;
  }

  /** What is wrong once everything has settled; empty if nothing is. */
  default List<String> complaints() {
    return List.of();
  }
}
