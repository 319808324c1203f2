package dev.fnstore.server.metrics;

import dev.fnstore.bytes.Bytes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The last commands that were slow, or whose request or reply was large. Words are cut as Valkey
 * cuts them, so that an entry stays small. For any thread.
 */
public final class CommandLog {
  private static final int MAX_WORDS = 32;
  private static final int MAX_WORD_BYTES = 128;

  private final LongSupplier threshold;
  private final LongSupplier maxLength;
  private final Deque<Entry> newestFirst = new ArrayDeque<>();
  private long nextId;

  /**
   * One command.
   *
   * @param id counts up from 0 and never begins anew
   * @param timeSeconds since 1970
   * @param value of what the log is about: µs or bytes
   * @param words cut
   * @param address of the client
   * @param name of the client, empty if it gave none
   */
  public record Entry(
      long id, long timeSeconds, long value, List<Bytes> words, Bytes address, Bytes name) {}

  /**
   * An empty log.
   *
   * @param threshold what is as much or more is logged; negative: nothing is
   * @param maxLength how many entries are kept
   */
  public CommandLog(LongSupplier threshold, LongSupplier maxLength) {
    this.threshold = threshold;
    this.maxLength = maxLength;
  }

  /** Whether {@code value} is to be logged; cheap. */
  public boolean takes(long value) {
    long least = threshold.getAsLong();
    return least >= 0 && value >= least && maxLength.getAsLong() > 0;
  }

  /** Whether anything at all is to be logged; cheap. */
  public boolean isOn() {
    return threshold.getAsLong() >= 0;
  }

  /** Adds an entry and drops what is older than the log is long. */
  public synchronized void add(
      long value, long nowMs, List<Bytes> words, Bytes address, Bytes name) {
    newestFirst.addFirst(new Entry(nextId++, nowMs / 1000, value, cut(words), address, name));
    while (newestFirst.size() > maxLength.getAsLong()) {
      newestFirst.removeLast();
    }
  }

  private static List<Bytes> cut(List<Bytes> words) {
    List<Bytes> shown = new ArrayList<>();
    for (Bytes word : words) {
      if (shown.size() == MAX_WORDS - 1 && words.size() > MAX_WORDS) {
        shown.add(Bytes.of("... (" + (words.size() - shown.size()) + " more arguments)"));
        break;
      }
      shown.add(cut(word));
    }
    return List.copyOf(shown);
  }

  private static Bytes cut(Bytes word) {
    int rest = word.length() - MAX_WORD_BYTES;
    return rest <= 0
        ? word
        : word.slice(0, MAX_WORD_BYTES).concat(Bytes.of("... (" + rest + " more bytes)"));
  }

  /** The newest {@code most} entries, newest first. */
  public synchronized List<Entry> newest(long most) {
    return newestFirst.stream().limit(most).toList();
  }

  public synchronized int length() {
    return newestFirst.size();
  }

  public synchronized void clear() {
    newestFirst.clear();
  }
}
