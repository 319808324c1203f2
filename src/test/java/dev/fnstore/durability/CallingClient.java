package dev.fnstore.durability;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** One connection that runs scripts of all lengths, each of which says its number. */
final class CallingClient implements Runnable {
  private static final String LOOP = "for i = 1, tonumber(ARGV[2]) do end return tonumber(ARGV[1])";
  private static final int LONGEST_LOOP = 200_000;
  private static final int BURST = 8;

  private final int port;
  private final Random random;
  private volatile boolean stopping;
  private long sent;
  private final AtomicLong answers = new AtomicLong();
  private volatile String wrong = "";

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

  /** The first answer that is neither right nor BUSY; empty if there was none. */
  String wrong() {
    return wrong;
  }

  @Override
  public void run() {
    try (RespConnection connection = RespConnection.open(port)) {
      while (!stopping) {
        long first = sent;
        for (int i = 0; i < BURST; i++) {
          connection.send("EVAL", LOOP, "0", sent++, 1 + random.nextInt(LONGEST_LOOP));
          connection.send("ECHO", Long.toString(sent - 1));
        }
        connection.flush();
        for (long number = first; number < sent; number++) {
          check(Reply.of(number), connection.read());
          check(Reply.bulk(Long.toString(number)), connection.read());
        }
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
