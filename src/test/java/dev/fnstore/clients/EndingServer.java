package dev.fnstore.clients;

import dev.fnstore.testing.Peer;
import dev.fnstore.testing.ServerProcess;
import java.nio.file.Path;

/**
 * A server whose keys are on disk, in a process of its own, which ends and is started again on its
 * port.
 */
interface EndingServer extends AutoCloseable {
  /** How it ends. */
  enum End {
    /** SIGKILL. Nothing that was acknowledged may be lost, so each write is synced before. */
    KILLED("always"),
    /** SIGTERM: it puts everything on disk first, however seldom it does otherwise. */
    ORDERLY("everysec");

    private final String fsync;

    End(String fsync) {
      this.fsync = fsync;
    }
  }

  int port();

  /** Ends it, and starts it again. */
  void endAndStart();

  @Override
  void close();

  /** Starts a fresh one; skips the test where Valkey is not installed. */
  static EndingServer start(Side side, Path folder, End end) {
    return switch (side) {
      case FNSTORE -> new Fnstore(folder, end);
      case VALKEY -> new Valkey(end);
    };
  }

  /** Ours. */
  final class Fnstore implements EndingServer {
    private final End end;
    private ServerProcess process;

    private Fnstore(Path folder, End end) {
      this.end = end;
      this.process = ServerProcess.startOnKeptPort(folder, "--config", "data-fsync=" + end.fsync);
    }

    @Override
    public int port() {
      return process.port();
    }

    @Override
    public void endAndStart() {
      switch (end) {
        case KILLED -> process.kill();
        case ORDERLY -> process.terminate();
      }
      process = process.startAgain();
    }

    @Override
    public void close() {
      process.close();
    }
  }

  /** The one to compare with. */
  final class Valkey implements EndingServer {
    private final End end;
    private final Peer peer;

    private Valkey(End end) {
      this.end = end;
      this.peer = Peer.start(Peer.Kind.VALKEY_8, "--appendonly", "yes", "--appendfsync", end.fsync);
    }

    @Override
    public int port() {
      return peer.port();
    }

    @Override
    public void endAndStart() {
      switch (end) {
        case KILLED -> peer.kill();
        case ORDERLY -> peer.terminate();
      }
      peer.restart();
    }

    @Override
    public void close() {
      peer.close();
    }
  }
}
