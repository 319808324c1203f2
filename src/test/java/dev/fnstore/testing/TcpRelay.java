package dev.fnstore.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A loopback port that passes bytes on to another one and back, until the network is cut or stalls.
 * Where the target refuses, a client is taken and then reset.
 */
public final class TcpRelay implements AutoCloseable {
  private static final int BACKLOG = 128;
  private static final int CHUNK = 1 << 16;

  private enum State {
    FLOWING,
    STALLED,
    CUT
  }

  private final int port;
  private final int targetPort;
  private final Set<Link> links = new HashSet<>();
  private @Nullable ServerSocket listener;
  private Thread acceptor = new Thread();
  private State state = State.CUT;

  private TcpRelay(int port, int targetPort) {
    this.port = port;
    this.targetPort = targetPort;
  }

  /** Listens on a free port, which it keeps, and passes bytes. */
  public static TcpRelay start(int targetPort) {
    TcpRelay relay = new TcpRelay(FreePorts.next(), targetPort);
    relay.resume();
    return relay;
  }

  public int port() {
    return port;
  }

  /** Resets all connections, and refuses new ones. */
  public void cut() {
    Thread last = stopListening();
    try {
      // as long as it waits in the system, that takes connections for it
      last.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The thread that took connections, which is about to end. */
  private synchronized Thread stopListening() {
    state = State.CUT;
    if (listener != null) {
      close(listener);
      listener = null;
    }
    List.copyOf(links).forEach(Link::reset);
    links.clear();
    notifyAll();
    return acceptor;
  }

  /**
   * Keeps all connections and takes new ones, and what they send as far as there is room for it,
   * but passes nothing: no byte, no end, no reset.
   */
  public synchronized void stall() {
    listen();
    state = State.STALLED;
  }

  /** Passes bytes again, also those taken while it was stalled; takes connections again. */
  public synchronized void resume() {
    listen();
    state = State.FLOWING;
    notifyAll();
  }

  @Override
  public void close() {
    cut();
  }

  private synchronized void listen() {
    if (listener != null) {
      return;
    }
    try {
      ServerSocket opened = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
      listener = opened;
      acceptor = run("relay-accept", () -> acceptAll(opened));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Thread run(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void acceptAll(ServerSocket from) {
    try {
      while (true) {
        Link link = new Link(from.accept(), new Socket());
        if (add(link, from)) {
          var unused = run("relay-there", link::openAndPass);
        } else {
          link.reset();
        }
      }
    } catch (IOException closed) {
      // cut
    }
  }

  /** False: it was cut since. */
  private synchronized boolean add(Link link, ServerSocket from) {
    return listener == from && links.add(link);
  }

  private synchronized void remove(Link link) {
    links.remove(link);
  }

  /** Waits while stalled; false if {@code link} is none any more. */
  private synchronized boolean mayPass(Link link) {
    try {
      while (state == State.STALLED && links.contains(link)) {
        wait();
      }
      return links.contains(link);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void close(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** One connection of a client and the one to the target that belongs to it. */
  private final class Link {
    private final Socket client;
    private final Socket target;

    Link(Socket client, Socket target) {
      this.client = client;
      this.target = target;
    }

    /** Both ways, until both have ended; the way back has a thread of its own. */
    void openAndPass() {
      try {
        target.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort));
        client.setTcpNoDelay(true);
        target.setTcpNoDelay(true);
        Thread back = run("relay-back", () -> pass(target, client));
        pass(client, target);
        back.join();
      } catch (IOException refused) {
        var unused = mayPass(this);
        reset();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      remove(this);
      TcpRelay.close(client);
      TcpRelay.close(target);
    }

    private void pass(Socket from, Socket to) {
      byte[] chunk = new byte[CHUNK];
      try {
        int read = from.getInputStream().read(chunk);
        while (read >= 0 && mayPass(this)) {
          to.getOutputStream().write(chunk, 0, read);
          read = from.getInputStream().read(chunk);
        }
        if (mayPass(this)) {
          to.shutdownOutput();
        }
      } catch (IOException gone) {
        var unused = mayPass(this);
        reset();
      }
    }

    /** Ends both connections with a reset instead of an end. */
    void reset() {
      reset(client);
      reset(target);
    }

    private void reset(Socket socket) {
      try {
        socket.setSoLinger(true, 0);
        socket.close();
      } catch (IOException closedAlready) {
        TcpRelay.close(socket);
      }
    }
  }
}
