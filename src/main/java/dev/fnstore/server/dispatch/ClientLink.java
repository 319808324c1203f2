package dev.fnstore.server.dispatch;

import dev.fnstore.resp.Reply;

/** The way from a command to a client's connection. For who runs commands. */
public interface ClientLink {
  /** Sends a message that no request asked for, behind the replies that the client is owed. */
  void push(Reply message);

  /** Closes the connection now; what it is owed is not sent. */
  void cut();

  /** What has gone over the connection, and what waits. */
  Traffic traffic();

  /**
   * Bytes of one connection.
   *
   * @param in received since it was opened
   * @param out sent since it was opened
   * @param queryBytes received and not run yet
   * @param unsentBytes answered and not sent yet
   */
  record Traffic(long in, long out, long queryBytes, long unsentBytes) {}

  /** Of what is no connection. */
  ClientLink NONE =
      new ClientLink() {
        @Override
        public void push(Reply message) {}

        @Override
        public void cut() {}

        @Override
        public Traffic traffic() {
          return new Traffic(0, 0, 0, 0);
        }
      };
}
