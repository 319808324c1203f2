package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OutputQueueTest {
  /** What was queued behind a failure waited until something else was queued, perhaps forever. */
  @Test
  void shouldSendToOthersWhatFollowsAFailure() {
    List<Runnable> eventLoop = new ArrayList<>();
    OutputQueue queue = new OutputQueue(eventLoop::add);
    List<String> done = new ArrayList<>();
    queue.add(() -> done.add("first"));
    queue.add(
        () -> {
          throw new IllegalStateException("fails on purpose");
        });
    queue.add(() -> done.add("last"));
    eventLoop.forEach(Runnable::run);
    assertThat(done).containsExactly("first", "last");
  }
}
