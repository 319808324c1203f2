package dev.fnstore.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of a heap of 1,000 bytes of which 160 are kept. */
final class HeapGuardTest {
  private final FakeHeap heap = new FakeHeap();
  private final HeapGuard guard = new HeapGuard(heap);

  /** Live data, garbage that has settled, and garbage that has not. */
  private static final class FakeHeap implements HeapGuard.Heap {
    private long live;
    private long settledGarbage;
    private long garbage;
    private int collections;

    @Override
    public long most() {
      return 1000;
    }

    @Override
    public long used() {
      return live + settledGarbage + garbage;
    }

    @Override
    public long settled() {
      return live + settledGarbage;
    }

    @Override
    public void collect() {
      collections++;
      settledGarbage = 0;
      garbage = 0;
    }
  }

  @BeforeEach
  void keepSome() {
    guard.reserve(() -> 160);
  }

  @Test
  void shouldNotCollectWhileThereIsRoom() {
    heap.live = 500;
    heap.garbage = 340;
    assertThat(guard.isFull()).isFalse();
    assertThat(heap.collections).isZero();
  }

  @Test
  void shouldNotBeFullOfGarbage() {
    heap.live = 100;
    heap.settledGarbage = 800;
    assertThat(guard.isFull()).isFalse();
    assertThat(heap.collections).isEqualTo(1);
  }

  @Test
  void shouldBeFullOfWhatIsLive() {
    heap.live = 841;
    heap.garbage = 100;
    assertThat(guard.isFull()).isTrue();
  }

  @Test
  void shouldCollectAgainOnlyOnceMoreHasSettled() {
    heap.live = 700;
    for (int i = 0; i < 100; i++) {
      heap.garbage = 300;
      assertThat(guard.isFull()).isFalse();
    }
    assertThat(heap.collections).isEqualTo(1);
    heap.settledGarbage = 40;
    heap.garbage = 260;
    assertThat(guard.isFull()).isFalse();
    assertThat(heap.collections).isEqualTo(2);
  }

  @Test
  void shouldForgetWhatHadSettledOnceThereIsRoom() {
    heap.live = 850;
    assertThat(guard.isFull()).isTrue();
    heap.live = 100;
    assertThat(guard.isFull()).isFalse();
    heap.live = 850;
    assertThat(guard.isFull()).isTrue();
  }

  @Test
  void shouldCollectForWhatIsAskedForAtOnce() {
    heap.live = 700;
    heap.garbage = 200;
    assertThat(guard.isFull()).isFalse();
    heap.garbage = 200;
    assertThat(guard.lacks(140)).isFalse();
    assertThat(guard.lacks(141)).isTrue();
  }

  @Test
  void shouldKeepNothingUnlessTold() {
    guard.reserve(() -> 0);
    heap.live = 1000;
    assertThat(guard.isFull()).isFalse();
    assertThat(guard.lacks(100)).isFalse();
    assertThat(guard.isFullOnceCollected()).isFalse();
  }
}
