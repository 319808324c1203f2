package dev.fnstore.crash;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One connection that moves money between accounts until its server dies. */
final class TransferClient implements Runnable {
  private static final int MOST_IN_A_BURST = 8;

  private final int port;
  private final String name;
  private final int accounts;
  private final Random random;

  /** When each transfer was acknowledged, as {@link System#nanoTime} counts. */
  private final List<Long> acknowledgedNanos = new ArrayList<>();

  private final List<String> unexpected = new ArrayList<>();
  private long sent;

  TransferClient(int port, String name, int accounts, long seed) {
    this.port = port;
    this.name = name;
    this.accounts = accounts;
    this.random = new Random(seed);
  }

  String name() {
    return name;
  }

  /** How many transfers were sent. */
  long sent() {
    return sent;
  }

  long acknowledged() {
    return acknowledgedNanos.size();
  }

  /** How many transfers were acknowledged before {@code nanos}. */
  long acknowledgedBefore(long nanos) {
    return acknowledgedNanos.stream().filter(at -> at - nanos < 0).count();
  }

  /** Replies that no transfer should get. */
  List<String> unexpected() {
    return unexpected;
  }

  @Override
  public void run() {
    try (RespConnection connection = RespConnection.open(port)) {
      while (unexpected.isEmpty()) {
        int burst = 1 + random.nextInt(MOST_IN_A_BURST);
        for (int i = 0; i < burst; i++) {
          sent++;
          connection.send(
              "FCALL",
              "transfer",
              4,
              "account:" + random.nextInt(accounts),
              "account:" + random.nextInt(accounts),
              "log",
              "count:" + name,
              random.nextInt(100),
              name + " " + sent);
        }
        connection.flush();
        for (int i = 0; i < burst; i++) {
          Reply reply = connection.read();
          if (!reply.equals(Reply.of(acknowledgedNanos.size() + 1))) {
            unexpected.add(reply.toString());
          }
          acknowledgedNanos.add(System.nanoTime());
        }
      }
    } catch (UncheckedIOException e) {
      // The server was killed.
    }
  }
}
