package dev.fnstore.fleet.node;

import dev.fnstore.bytes.Bytes;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a server tells of itself in one answer, for the cheap check whether its functions can have
 * changed. The answer has 4.9 KB of Redis 7.0, 5.4 KB of Redis 8.0, 5.6 KB of Valkey 8.1 and 6.0 KB
 * of Valkey 9.1, and about 100 bytes more for each other command that was ever run there.
 *
 * @param serverName {@code valkey} or {@code redis}
 * @param version of that server, such as {@code 8.1.1}
 * @param runId another one after each start
 * @param mode what the server is part of
 * @param replication of a Sentinel: that of a primary without replicas
 * @param usedMemory in bytes
 * @param maxMemory in bytes; 0: no limit
 * @param loading whether it reads its data, from disk or from its primary, so that nothing it says
 *     of functions counts
 * @param commands how many it has run, in all
 */
public record Signature(
    String serverName,
    String version,
    String runId,
    Topology.Kind mode,
    Replication replication,
    long usedMemory,
    long maxMemory,
    boolean loading,
    long commands,
    FunctionCounts functions) {
  /** The request whose answer is a signature; it can be part of a transaction. */
  public static final List<Bytes> REQUEST =
      NodeConnection.words(
          "INFO", "server", "replication", "memory", "stats", "persistence", "commandstats");

  private static final Replies INFO = new Replies("INFO");

  /** Asks for it; fails with a {@link NodeException}. */
  public static Future<Signature> read(NodeConnection connection) {
    return connection.ask(REQUEST).compose(Signature::understood);
  }

  private static Future<Signature> understood(@Nullable Response reply) {
    try {
      return Future.succeededFuture(of(reply));
    } catch (NodeException e) {
      return Future.failedFuture(e);
    }
  }

  /**
   * Makes sense of the answer to {@link #REQUEST}.
   *
   * @throws NodeException if it is another one
   */
  public static Signature of(@Nullable Response reply) throws NodeException {
    return of(INFO.text(reply));
  }

  static Signature of(String text) throws NodeException {
    InfoText info = new InfoText(text);
    String valkey = info.find("valkey_version");
    return new Signature(
        valkey == null ? "redis" : "valkey",
        valkey == null ? info.text("redis_version") : valkey,
        info.text("run_id"),
        mode(info),
        Replication.of(info),
        info.number("used_memory"),
        info.number("maxmemory"),
        info.number("loading") != 0
            || info.number("async_loading") != 0
            || info.number("master_sync_in_progress") != 0,
        info.number("total_commands_processed"),
        FunctionCounts.of(info));
  }

  private static Topology.Kind mode(InfoText info) throws NodeException {
    String mode = info.find("server_mode");
    if (mode == null) {
      mode = info.text("redis_mode");
    }
    return switch (mode.toLowerCase(Locale.ROOT)) {
      case "standalone" -> Topology.Kind.STANDALONE;
      case "cluster" -> Topology.Kind.CLUSTER;
      case "sentinel" -> Topology.Kind.SENTINEL;
      default -> throw INFO.strange("its mode is not known");
    };
  }

  /**
   * Whether the functions of the server cannot have changed between {@code earlier} and this. False
   * says little: a restart, another role, a full resync, a command that failed, or CONFIG RESETSTAT
   * may leave all functions as they were.
   *
   * <p>Not noticed are: CONFIG RESETSTAT, if since then as many of each command were run as in all
   * time before, and as many commands altogether; and what changes functions without a command of
   * functions, which is DEBUG RELOAD of a file that somebody else wrote, and modules.
   */
  public boolean sameFunctionsAs(Signature earlier) {
    return runId.equals(earlier.runId)
        && !loading
        && !earlier.loading
        && commands >= earlier.commands
        && functions.equals(earlier.functions)
        && replication.role() == earlier.replication.role()
        && replication.id().equals(earlier.replication.id())
        && replication.resyncBytes() == earlier.replication.resyncBytes();
  }
}
