package dev.fnstore.testing;

import dev.fnstore.resp.Reply;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One connection that moves money between the accounts of a {@link Bank} until its server dies. */
public final class TransferClient implements Runnable {
  private static final int MOST_IN_A_BURST = 8;

  private final int port;
  private final String name;
  private final long pauseMs;
  private final Random random;

  /** When each transfer was acknowledged, as {@link System#nanoTime} counts. */
  private final List<Long> acknowledgedNanos = new ArrayList<>();

  private final List<String> unexpected = new ArrayList<>();
  private long sent;

  /**
   * Has not begun.
   *
   * @param name unlike all others that the bank ever has
   * @param pauseMs after each few transfers
   */
  public TransferClient(int port, String name, long pauseMs, long seed) {
    this.port = port;
    this.name = name;
    this.pauseMs = pauseMs;
    this.random = new Random(seed);
  }

  public String name() {
    return name;
  }

  /** How many transfers were sent. */
  public long sent() {
    return sent;
  }

  public long acknowledged() {
    return acknowledgedNanos.size();
  }

  /** When the transfer of this number, from 1, was acknowledged. */
  public long acknowledgedNanos(long number) {
    return acknowledgedNanos.get(Math.toIntExact(number - 1));
  }

  /** How many transfers were acknowledged before {@code nanos}. */
  public long acknowledgedBefore(long nanos) {
    return acknowledgedNanos.stream().filter(at -> at - nanos < 0).count();
  }

  /** Replies that no transfer should get. */
  public List<String> unexpected() {
    return unexpected;
  }

  @Override
  public void run() {
    try (RespConnection connection = RespConnection.open(port)) {
      connection.call("ECHO", name); // so that its connection is known again in what was sent
      while (unexpected.isEmpty()) {
        int burst = 1 + random.nextInt(MOST_IN_A_BURST);
        for (int i = 0; i < burst; i++) {
          sent++;
          connection.send(Bank.transfer(random, name, sent));
        }
        connection.flush();
        for (int i = 0; i < burst; i++) {
          Reply reply = connection.read();
          if (!reply.equals(Reply.of(acknowledgedNanos.size() + 1))) {
            unexpected.add(reply.toString());
          }
          acknowledgedNanos.add(System.nanoTime());
        }
        if (pauseMs > 0) {
          Thread.sleep(pauseMs);
        }
      }
    } catch (UncheckedIOException e) {
      // The server was killed.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
