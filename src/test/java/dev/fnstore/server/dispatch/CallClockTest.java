package dev.fnstore.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** With clocks that the test sets: the wall shows a minute more than a watch that began at 100. */
final class CallClockTest {
  private static final long MINUTE_MS = 60_000;

  private long nanos = 100;
  private int looks;
  private final InstantSource wall =
      () -> {
        looks++;
        return Instant.ofEpochMilli(MINUTE_MS).plusNanos(nanos - 100);
      };
  private final CallClock clock = new CallClock(wall, () -> nanos);

  @Test
  void shouldBeginTheNextWhereTheLastHasEnded() {
    clock.begin();
    nanos = 300;
    assertThat(clock.end()).isEqualTo(300);
    nanos = 350;
    clock.beginNext();
    assertThat(clock.startNanos()).isEqualTo(300);
  }

  @Test
  void shouldNotTakeAnEndTwice() {
    clock.begin();
    nanos = 300;
    var unused = clock.end();
    clock.beginNext();
    nanos = 400; // it was refused, so that nothing has ended
    clock.beginNext();
    assertThat(clock.startNanos()).isEqualTo(400);
  }

  @Test
  void shouldLookAtTheClockWhereSomethingCameBetween() {
    clock.begin();
    nanos = 300;
    var unused = clock.end();
    clock.forgetEnd();
    nanos = 5_000_000_300L;
    clock.beginNext();
    assertThat(clock.startNanos()).isEqualTo(5_000_000_300L);
  }

  @Test
  void shouldTellTheTimeOfTheWallWithoutALookAtItForEachCommand() {
    int before = looks;
    for (int i = 0; i < 100; i++) {
      nanos += 99_999;
      clock.beginNext();
      var unused = clock.end();
      assertThat(clock.nowMs()).isEqualTo(MINUTE_MS + (clock.startNanos() - 100) / 1_000_000);
    }
    assertThat(looks - before).isBetween(1, 10);
  }
}
