package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ClientMemoryTest {
  private static final int ROUNDS = 20_000;

  private final ClientMemory memory = new ClientMemory(() -> 0, () -> {});

  /** One thread counted a client while another let it go: what it held stayed counted forever. */
  @Test
  void shouldHoldNothingOfClientsThatLeaveWhileTheyAreCounted() throws Exception {
    AtomicLong held = new AtomicLong();
    ClientMemory.Share[] current = new ClientMemory.Share[1];
    CyclicBarrier together = new CyclicBarrier(2);
    Thread counting =
        new Thread(
            () -> {
              try {
                for (int round = 0; round < ROUNDS; round++) {
                  together.await();
                  held.set(1000);
                  current[0].recount();
                  held.set(2000);
                  current[0].recount();
                  together.await();
                }
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    counting.start();
    Random random = new Random(1);
    for (int round = 0; round < ROUNDS; round++) {
      current[0] = memory.share(() -> {}, "one", () -> false, held::get);
      together.await();
      for (int i = random.nextInt(50); i > 0; i--) {
        Thread.onSpinWait();
      }
      current[0].end();
      together.await();
      assertThat(memory.usedBytes()).isZero();
    }
    counting.join();
  }
}
