package dev.fnstore.durability;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One connection that runs scripts, which are the executor's, and functions, which event loops
 * begin, of all lengths; each says its number. The library is loaded again whenever others have
 * deleted it.
 */
final class CallingClient implements Runnable {
  private static final String LOOP = "for i = 1, tonumber(ARGV[2]) do end return tonumber(ARGV[1])";
  private static final String LIBRARY =
      """
      #!lua name=calling
      server.register_function('loop', function(keys, args)
        for i = 1, tonumber(args[2]) do end
        return tonumber(args[1])
      end)
      """;
  private static final Reply GONE = Reply.err("Function not found");
  private static final int LONGEST_LOOP = 200_000;
  private static final int SHORT_LOOP = 500;
  private static final int BURST = 8;

  private final int port;
  private final Random random;
  private volatile boolean stopping;
  private long sent;
  private final AtomicLong answers = new AtomicLong();
  private final AtomicLong called = new AtomicLong();
  private volatile String wrong = "";
  private boolean missing = true;

  CallingClient(int port, long seed) {
    this.port = port;
    this.random = new Random(seed);
  }

  void stop() {
    stopping = true;
  }

  /** How many scripts were answered, be it BUSY. */
  long answers() {
    return answers.get();
  }

  /** How many functions have returned their number. */
  long called() {
    return called.get();
  }

  /** The first answer that is neither right nor BUSY; empty if there was none. */
  String wrong() {
    return wrong;
  }

  @Override
  public void run() {
    try (RespConnection connection = RespConnection.open(port)) {
      while (!stopping) {
        if (missing) {
          check(Reply.bulk("calling"), connection.call("FUNCTION", "LOAD", "REPLACE", LIBRARY));
        }
        missing = false;
        long first = sent;
        for (int i = 0; i < BURST; i++) {
          long loop = 1L + random.nextInt(i % 4 == 3 ? LONGEST_LOOP : SHORT_LOOP);
          if (i % 2 == 0) {
            connection.send("EVAL", LOOP, "0", sent, loop);
          } else {
            connection.send("FCALL", "loop", "0", sent, loop);
          }
          connection.send("ECHO", Long.toString(sent++));
        }
        connection.flush();
        for (long number = first; number < sent; number++) {
          checkRun(Reply.of(number), connection.read(), (number - first) % 2 == 1);
          check(Reply.bulk(Long.toString(number)), connection.read());
        }
      }
    }
  }

  private void checkRun(Reply right, Reply answer, boolean isFunction) {
    if (isFunction && answer.equals(GONE)) {
      missing = true;
    } else {
      check(right, answer);
      if (isFunction && answer.equals(right)) {
        called.incrementAndGet();
      }
    }
  }

  private void check(Reply right, Reply answer) {
    answers.incrementAndGet();
    boolean busy =
        answer instanceof Reply.ErrorReply error && error.text().startsWith(Bytes.of("BUSY "));
    if (!busy && !answer.equals(right) && wrong.isEmpty()) {
      wrong = "wanted " + right + " and got " + answer;
    }
  }
}
