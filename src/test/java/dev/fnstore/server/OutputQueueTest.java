package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
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

  /** The event loop had no memory to take it once: nothing was sent on that event loop again. */
  @Test
  void shouldSendOnAfterTheEventLoopHasTakenNothing() {
    List<Runnable> eventLoop = new ArrayList<>();
    AtomicBoolean full = new AtomicBoolean(true);
    OutputQueue queue =
        new OutputQueue(
            task -> {
              if (full.getAndSet(false)) {
                throw new OutOfMemoryError("on purpose");
              }
              eventLoop.add(task);
            });
    List<String> done = new ArrayList<>();
    assertThatThrownBy(() -> queue.add(() -> done.add("first")))
        .isInstanceOf(OutOfMemoryError.class);
    queue.add(() -> done.add("second"));
    eventLoop.forEach(Runnable::run);
    assertThat(done).containsExactly("first", "second");
  }
}
