package dev.fnstore.load;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What all clients together have counted, and all that was not as it should be. */
final class Findings {
  private static final int MOST_KEPT = 50;

  private final Queue<String> problems = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final LongAdder replies = new LongAdder();
  private final LongAdder pushes = new LongAdder();
  private final LongAdder busy = new LongAdder();
  private final LongAdder connects = new LongAdder();
  private final AtomicLong pairs = new AtomicLong();

  void problem(String text) {
    if (count.incrementAndGet() <= MOST_KEPT) {
      System.out.println("found: " + text);
      problems.add(text);
    }
  }

  int count() {
    return count.get();
  }

  List<String> problems() {
    return List.copyOf(problems);
  }

  void replied() {
    replies.increment();
  }

  void pushed() {
    pushes.increment();
  }

  void wasBusy() {
    busy.increment();
  }

  void connected() {
    connects.increment();
  }

  /** One more pair of counters was moved, and its client was told. */
  void pairMoved() {
    pairs.incrementAndGet();
  }

  long replies() {
    return replies.sum();
  }

  long pushes() {
    return pushes.sum();
  }

  long busy() {
    return busy.sum();
  }

  long connects() {
    return connects.sum();
  }

  long pairsMoved() {
    return pairs.get();
  }
}
