package dev.fnstore.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.Peer;
import dev.fnstore.testing.PeerCluster;
import dev.fnstore.testing.RespConnection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A library is updated, again and again, while clients of a real cluster call it without a pause.
 */
final class TargetUpdateTest {
  private static final int CLIENTS = 16;
  private static final int UPDATES = 30;

  @TempDir Path folder;

  private PeerCluster cluster;
  private FleetScene fleet;

  @BeforeEach
  void start() {
    cluster = PeerCluster.start(Peer.Kind.VALKEY_8, 3, 1);
    fleet = new FleetScene(folder);
  }

  @AfterEach
  void stop() {
    fleet.close();
    cluster.close();
  }

  @Test
  void shouldShowClientsTheOldOrTheNewVersionAndNothingElse() throws InterruptedException {
    fleet.call(
        "TARGET",
        "ADD",
        "prod",
        "valkey://127.0.0.1:" + cluster.nodes().get(0).port(),
        "AUTO",
        "yes");
    fleet.load("a", 0);
    fleet.awaitInSync("prod", 6);
    AtomicBoolean ended = new AtomicBoolean();
    AtomicLong newest = new AtomicLong();
    AtomicLong calls = new AtomicLong();
    Queue<String> wrong = new ConcurrentLinkedQueue<>();
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      PeerCluster.Node node = cluster.nodes().get(i % cluster.nodes().size());
      Thread client = new Thread(() -> callOn(node, ended, newest, calls, wrong));
      client.start();
      clients.add(client);
    }
    for (int version = 1; version <= UPDATES; version++) {
      newest.set(version);
      fleet.load("a", version);
      if (version % 3 == 0) {
        fleet.awaitInSync("prod", 6); // else one comes upon the heels of the other
      }
    }
    fleet.awaitInSync("prod", 6);
    ended.set(true);
    for (Thread client : clients) {
      client.join();
    }
    assertThat(wrong).isEmpty();
    assertThat(calls.get()).isGreaterThan(CLIENTS * 10L);
    for (PeerCluster.Node node : cluster.nodes()) {
      try (RespConnection connection = node.connect()) {
        connection.call("READONLY");
        assertThat(FleetScene.version(connection, "a")).isEqualTo(Integer.toString(UPDATES));
      }
    }
  }

  /** What a node answers never goes back, and is never ahead of what the store was given. */
  private static void callOn(
      PeerCluster.Node node,
      AtomicBoolean ended,
      AtomicLong newest,
      AtomicLong calls,
      Queue<String> wrong) {
    try (RespConnection connection = node.connect()) {
      connection.call("READONLY");
      long last = 0;
      while (!ended.get()) {
        Reply reply = connection.call("FCALL_RO", "a_version", 0);
        calls.incrementAndGet();
        if (!(reply instanceof Reply.Bulk bulk)) {
          wrong.add(node.port() + ": " + reply);
          return;
        }
        long version = Long.parseLong(bulk.value().toText());
        if (version < last || version > newest.get()) {
          wrong.add(node.port() + ": " + version + " after " + last + " of " + newest.get());
        }
        last = version;
      }
    } catch (RuntimeException e) {
      wrong.add(node.port() + ": " + e); // a thread that dies is not noticed by itself
    }
  }
}
