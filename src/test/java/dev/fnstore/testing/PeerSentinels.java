package dev.fnstore.testing;

import dev.fnstore.resp.Reply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A real primary with its replicas, and three sentinels that watch over them and make a replica the
 * primary about 2 seconds after theirs is gone. Servers and sentinels keep their roles when they
 * are killed and started again.
 */
public final class PeerSentinels implements AutoCloseable {
  /** What the sentinels call the primary. */
  public static final String MASTER = "mymaster";

  private static final int SENTINELS = 3;

  /**
   * Faster than by default, where a new replica is seen within 10 seconds. A sentinel that was not
   * run for 2 seconds (on a busy machine, or stopped) does nothing for the tilt period, which is 30
   * seconds by default.
   */
  private static final List<String> PERIODS =
      List.of(
          "INFO-PERIOD",
          "500",
          "PUBLISH-PERIOD",
          "500",
          "ASK-PERIOD",
          "500",
          "TILT-PERIOD",
          "3000");

  private final List<Peer> servers = new ArrayList<>();
  private final List<Peer> sentinels = new ArrayList<>();

  private PeerSentinels() {}

  /**
   * Starts all of them and waits until they are stable.
   *
   * @param options for each server, not for the sentinels
   */
  public static PeerSentinels start(Peer.Kind kind, int replicas, String... options) {
    PeerSentinels started = new PeerSentinels();
    try {
      for (int i = 0; i <= replicas; i++) {
        started.servers.add(Peer.startWithFile(kind, serverOptions(options)));
      }
      started.attachReplicas();
      for (int i = 0; i < SENTINELS; i++) {
        started.sentinels.add(Peer.startSentinel(kind, started.lines()));
      }
      started.awaitStable();
      return started;
    } catch (RuntimeException | Error e) {
      started.close();
      throw e;
    }
  }

  private static String[] serverOptions(String... options) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("--repl-diskless-sync-delay", "0"));
    words.addAll(List.of("--repl-ping-replica-period", "1"));
    words.addAll(List.of("--enable-protected-configs", "yes"));
    words.addAll(List.of(options));
    return words.toArray(String[]::new);
  }

  /** They are to be replicas after a restart too, hence the file. */
  private void attachReplicas() {
    int port = servers.get(0).port();
    for (Peer replica : servers.subList(1, servers.size())) {
      demand(replica, "REPLICAOF", "127.0.0.1", port);
      demand(replica, "CONFIG", "REWRITE");
    }
  }

  private List<String> lines() {
    return List.of(
        "sentinel monitor " + MASTER + " 127.0.0.1 " + servers.get(0).port() + " 2",
        "sentinel down-after-milliseconds " + MASTER + " 1000",
        "sentinel failover-timeout " + MASTER + " 5000");
  }

  private static void demand(Peer peer, Object... words) {
    Reply reply = peer.ask(words);
    if (!reply.equals(Reply.OK)) {
      throw new IllegalStateException(List.of(words) + ": " + reply);
    }
  }

  /** The servers in the order in which they were started, also those that do not run. */
  public List<Peer> servers() {
    return List.copyOf(servers);
  }

  /** The server that the first running sentinel calls the primary, whether it runs or not. */
  public Peer primary() {
    return server(primaryPort(runningSentinels().get(0)));
  }

  /** The other servers, also those that do not run. */
  public List<Peer> replicas() {
    Peer primary = primary();
    return servers.stream().filter(server -> !server.equals(primary)).toList();
  }

  /** The three sentinels, also those that do not run. */
  public List<Peer> sentinels() {
    return List.copyOf(sentinels);
  }

  private List<Peer> runningSentinels() {
    return sentinels.stream().filter(Peer::isRunning).toList();
  }

  private Peer server(int port) {
    return servers.stream().filter(server -> server.port() == port).findFirst().orElseThrow();
  }

  private static int primaryPort(Peer sentinel) {
    Reply reply = sentinel.ask("SENTINEL", "GET-MASTER-ADDR-BY-NAME", MASTER);
    if (reply instanceof Reply.Array address && address.items().get(1) instanceof Reply.Bulk port) {
      return Integer.parseInt(port.value().toText());
    }
    throw new IllegalStateException("sentinel " + sentinel.port() + ": " + reply);
  }

  /**
   * Waits, after the primary was killed or stopped, until all running sentinels call another one
   * the primary, which knows that it is.
   *
   * @return the new primary
   */
  public Peer awaitFailover() {
    Polling.untilNothingIsMissing(this::missingPrimary);
    return primary();
  }

  /**
   * Has the sentinels make a replica the primary, while the primary runs, and waits until they
   * have.
   *
   * @return the new primary
   */
  public Peer failOver() {
    Peer old = primary();
    Peer sentinel = runningSentinels().get(0);
    // refused as long as a failover before has not come to its end
    Polling.until(
        "a failover begins",
        () ->
            !primary().equals(old)
                || sentinel.ask("SENTINEL", "FAILOVER", MASTER).equals(Reply.OK));
    Polling.until("another server is the primary", () -> !primary().equals(old));
    return awaitFailover();
  }

  /**
   * Waits until all running sentinels know each other and all servers, agree on a primary that
   * runs, and all other running servers copy from it.
   */
  public void awaitStable() {
    runningSentinels().forEach(PeerSentinels::hasten);
    Polling.untilNothingIsMissing(
        () ->
            missingPrimary()
                .or(this::missingReplica)
                .or(
                    () ->
                        runningSentinels().stream()
                            .flatMap(sentinel -> missingAt(sentinel).stream())
                            .findFirst()));
  }

  /** A sentinel does not keep this over a restart. */
  private static void hasten(Peer sentinel) {
    List<Object> words = new ArrayList<>(List.of("SENTINEL", "DEBUG"));
    words.addAll(PERIODS);
    demand(sentinel, words.toArray());
  }

  private Optional<String> missingPrimary() {
    List<Integer> ports =
        runningSentinels().stream().map(PeerSentinels::primaryPort).distinct().toList();
    if (ports.size() != 1) {
      return Optional.of("the sentinels do not agree on the primary: " + ports);
    }
    Peer primary = server(ports.get(0));
    if (!primary.isRunning()) {
      return Optional.of("the primary at " + primary.port() + " does not run");
    }
    return hasLine(primary, "role:master")
        ? Optional.empty()
        : Optional.of("the server at " + primary.port() + " does not know that it is the primary");
  }

  private Optional<String> missingReplica() {
    String primaryLine = "master_port:" + primary().port();
    return replicas().stream()
        .filter(Peer::isRunning)
        .filter(
            replica ->
                !(hasLine(replica, primaryLine) && hasLine(replica, "master_link_status:up")))
        .map(replica -> "the server at " + replica.port() + " does not copy from the primary")
        .findFirst();
  }

  private static boolean hasLine(Peer server, String line) {
    return server.askText("INFO", "replication").lines().anyMatch(line::equals);
  }

  private Optional<String> missingAt(Peer sentinel) {
    Map<String, String> known = flatMap(sentinel.ask("SENTINEL", "MASTER", MASTER));
    boolean isDone =
        "master".equals(known.get("flags"))
            && Integer.toString(SENTINELS - 1).equals(known.get("num-other-sentinels"))
            && Integer.toString(servers.size() - 1).equals(known.get("num-slaves"));
    return isDone
        ? Optional.empty()
        : Optional.of("sentinel " + sentinel.port() + " knows only: " + known);
  }

  private static Map<String, String> flatMap(Reply reply) {
    Map<String, String> entries = new HashMap<>();
    if (reply instanceof Reply.Array array) {
      for (int i = 0; i + 1 < array.items().size(); i += 2) {
        entries.put(text(array.items().get(i)), text(array.items().get(i + 1)));
      }
    }
    return entries;
  }

  private static String text(Reply reply) {
    return reply instanceof Reply.Bulk bulk ? bulk.value().toText() : reply.toString();
  }

  /** Kills all of them and deletes their folders. */
  @Override
  public void close() {
    sentinels.forEach(Peer::close);
    servers.forEach(Peer::close);
  }
}
