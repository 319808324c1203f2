package dev.fnstore.fleet.node;

import java.time.Duration;

/**
 * How long one waits for a server.
 *
 * @param connect for a connection on which the server has answered: TCP, TLS and HELLO together
 * @param answer for each reply, from the moment its request was sent
 */
public record Timeouts(Duration connect, Duration answer) {
  public Timeouts {
    if (connect.toMillis() < 1 || answer.toMillis() < 1) {
      throw new IllegalArgumentException("a wait takes a millisecond or more");
    }
  }
}
