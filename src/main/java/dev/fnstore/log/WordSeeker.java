package dev.fnstore.log;

import dev.fnstore.bytes.Bytes;
import java.util.OptionalLong;

/**
 * The revisions of any word of an index, in one order, found by seeking. For one thread at a time.
 */
public interface WordSeeker extends AutoCloseable {
  /**
   * The revision of {@code word} that is nearest to {@code number}: that one, or behind it in the
   * order; nothing if none.
   */
  OptionalLong seek(Bytes word, long number);

  @Override
  void close();
}
