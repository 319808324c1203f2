package dev.fnstore.history;

import java.util.function.LongConsumer;

/** Is told of work that may take long. */
public interface Progress {
  /** Nobody is told. */
  Progress NONE =
      (what, first, last) ->
          new Work() {
            @Override
            public void accept(long number) {}

            @Override
            public void close() {}
          };

  /**
   * Some work begins.
   *
   * @param what it is, for people
   * @param first the number before the first that is worked on
   * @param last the last number that is worked on
   */
  Work begin(String what, long first, long last);

  /** Some work, told each number that is done; closed when it ends. */
  interface Work extends LongConsumer, AutoCloseable {
    @Override
    void close();
  }
}
