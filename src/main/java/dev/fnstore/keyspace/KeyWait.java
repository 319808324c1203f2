package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.util.List;

/**
 * What a call waits for that cannot be answered at once.
 *
 * @param keys of the caller's database; the call is run again once one of them is ready
 * @param type of the value that makes a key ready
 * @param untilMs when the wait is over, in ms since 1970; 0 for never
 * @param evenIfGone whether a key that has gone, or is of another type now, is ready too
 * @param words with which the call is run again: its own, but what meant the time at which it was
 *     first run says so by now
 */
public record KeyWait(
    List<Bytes> keys, ValueType type, long untilMs, boolean evenIfGone, List<Bytes> words) {
  public KeyWait {
    keys = List.copyOf(keys);
    words = List.copyOf(words);
  }

  public boolean isForever() {
    return untilMs == 0;
  }
}
