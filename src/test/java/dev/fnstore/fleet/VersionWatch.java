package dev.fnstore.fleet;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.PeerCluster;
import dev.fnstore.testing.RespConnection;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls the libraries of one node all the time, by a thread of its own, and sees whether a version
 * ever falls. A library that is not there, or that gives no number, does not count.
 */
final class VersionWatch implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(10);

  private final PeerCluster.Node node;
  private final List<String> libraries;
  private final Map<String, Integer> highest = new ConcurrentHashMap<>();
  private final Queue<String> falls = new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private volatile boolean isClosed;
  private final AtomicLong calls = new AtomicLong();

  VersionWatch(PeerCluster.Node node, List<String> libraries) {
    this.node = node;
    this.libraries = List.copyOf(libraries);
    this.thread = new Thread(this::run, "watch-" + node.port());
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    while (!isClosed) {
      try (RespConnection connection = node.connect().timeout(PATIENCE)) {
        connection.call("READONLY");
        while (!isClosed) {
          for (String library : libraries) {
            look(library, connection.call("FCALL_RO", library + "_version", 0));
          }
          LockSupport.parkNanos(PAUSE_NS);
        }
      } catch (UncheckedIOException gone) {
        LockSupport.parkNanos(PAUSE_NS);
      }
    }
  }

  private void look(String library, Reply reply) {
    var unused = calls.incrementAndGet();
    if (!(reply instanceof Reply.Bulk bulk) || !bulk.value().toText().matches("[0-9]+")) {
      return;
    }
    int version = Integer.parseInt(bulk.value().toText());
    Integer before = highest.put(library, version);
    if (before != null && before > version) {
      falls.add(node + ": " + library + " " + before + " -> " + version);
    }
  }

  /** What was seen does not count: what a node that was lost had alone is lost. */
  void forget() {
    highest.clear();
    falls.clear();
  }

  /** Which versions have fallen, in words. */
  List<String> falls() {
    return List.copyOf(falls);
  }

  long calls() {
    return calls.get();
  }

  @Override
  public void close() {
    isClosed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
