package dev.fnstore.log;

import dev.fnstore.bytes.Bytes;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The revisions of some words of an index, merged. It is sought from one number to the next only:
 * where each word is further on is kept, so that a step costs a seek for each word that is passed.
 */
final class WordsCursor implements RevisionCursor {
  private final WordSeeker entries;
  private final Direction direction;
  private final List<Bytes> words;

  /** The nearest first; null before the first seek. */
  private @Nullable PriorityQueue<Next> next;

  /** Where a word is next. */
  private record Next(long number, Bytes word) {}

  WordsCursor(WordSeeker entries, List<Bytes> words, Direction direction) {
    this.entries = entries;
    this.words = List.copyOf(words);
    this.direction = direction;
  }

  @Override
  public OptionalLong seek(long number) {
    PriorityQueue<Next> queue = next;
    if (queue == null) {
      queue = first(number);
      next = queue;
    }
    Next nearest = queue.peek();
    while (nearest != null && direction.isBehind(number, nearest.number())) {
      queue.remove();
      add(queue, nearest.word(), number);
      nearest = queue.peek();
    }
    return nearest == null ? OptionalLong.empty() : OptionalLong.of(nearest.number());
  }

  private PriorityQueue<Next> first(long number) {
    Comparator<Next> oldestFirst = Comparator.comparingLong(Next::number);
    PriorityQueue<Next> queue =
        new PriorityQueue<>(
            Math.max(1, words.size()),
            direction == Direction.OLDEST_FIRST ? oldestFirst : oldestFirst.reversed());
    for (Bytes word : words) {
      add(queue, word, number);
    }
    return queue;
  }

  private void add(PriorityQueue<Next> queue, Bytes word, long number) {
    entries.seek(word, number).ifPresent(found -> queue.add(new Next(found, word)));
  }

  @Override
  public void close() {
    entries.close();
  }
}
