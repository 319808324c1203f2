package dev.fnstore.clients;

import dev.fnstore.testing.Peer;
import dev.fnstore.testing.TestServer;
import java.nio.file.Path;

/** The two servers that every client must find alike. */
enum Side {
  FNSTORE,
  VALKEY;

  /** One that runs until it is closed. */
  interface Running extends AutoCloseable {
    int port();

    @Override
    void close();
  }

  /**
   * Starts a fresh one, without libraries and keys; skips the test where Valkey is not installed.
   */
  Running start(Path folder) {
    return switch (this) {
      case FNSTORE -> {
        TestServer server = TestServer.start(folder);
        yield running(server.port(), server::close);
      }
      case VALKEY -> {
        Peer peer = Peer.start(Peer.Kind.VALKEY_8);
        yield running(peer.port(), peer::close);
      }
    };
  }

  private static Running running(int port, Runnable close) {
    return new Running() {
      @Override
      public int port() {
        return port;
      }

      @Override
      public void close() {
        close.run();
      }
    };
  }
}
