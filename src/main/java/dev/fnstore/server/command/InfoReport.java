package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.engine.ServerIdentity;
import dev.fnstore.keyspace.Keyspace;
import dev.fnstore.log.Head;
import dev.fnstore.registry.RegistryImage;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.config.ServerConfig;
import dev.fnstore.server.dispatch.Call;
import dev.fnstore.server.dispatch.MemoryGauge;
import dev.fnstore.server.dispatch.Statistics;
import dev.fnstore.server.script.EvalScripts;
import dev.fnstore.store.FunctionStore;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** INFO: sections of {@code field:value} lines, with Valkey's names where Valkey has them. */
public final class InfoReport {
  /** Not shown unless asked for, by name or with {@code all}. */
  private static final Set<String> ON_REQUEST = Set.of("commandstats");

  private final FunctionStore store;
  private final Keyspace keyspace;
  private final EvalScripts scripts;
  private final ServerConfig config;
  private final Statistics statistics;
  private final MemoryGauge memory;
  private final ServerIdentity identity;
  private final long startNanos = System.nanoTime();
  private final Map<String, Section> sections = new LinkedHashMap<>();

  /** Writes one section's lines. */
  private interface Section {
    void write(Lines lines, long nowMs);
  }

  public InfoReport(
      FunctionStore store,
      Keyspace keyspace,
      EvalScripts scripts,
      ServerConfig config,
      Statistics statistics,
      MemoryGauge memory,
      ServerIdentity identity) {
    this.store = store;
    this.keyspace = keyspace;
    this.scripts = scripts;
    this.config = config;
    this.statistics = statistics;
    this.memory = memory;
    this.identity = identity;
    sections.put("Server", this::server);
    sections.put("Clients", this::clients);
    sections.put("Memory", this::memory);
    sections.put("Persistence", this::persistence);
    sections.put("Stats", this::stats);
    sections.put("Replication", this::replication);
    sections.put("Commandstats", this::commandStats);
    sections.put("Errorstats", this::errorStats);
    sections.put("Cluster", (lines, nowMs) -> lines.add("cluster_enabled", 0));
    sections.put("Keyspace", this::keyspace);
  }

  /** Lines as they are collected. */
  private static final class Lines {
    private final StringBuilder text = new StringBuilder();

    void add(String field, Object value) {
      text.append(field).append(':').append(value).append("\r\n");
    }
  }

  Reply reply(Call call) {
    Set<String> asked = new LinkedHashSet<>();
    for (Bytes word : call.words().subList(1, call.wordCount())) {
      asked.add(word.toLatin1().toLowerCase(Locale.ROOT));
    }
    Lines lines = new Lines();
    sections.forEach(
        (name, section) -> {
          if (isWanted(name.toLowerCase(Locale.ROOT), asked)) {
            if (!lines.text.isEmpty()) {
              lines.text.append("\r\n");
            }
            lines.text.append("# ").append(name).append("\r\n");
            section.write(lines, call.nowMs());
          }
        });
    return new Reply.Verbatim(Bytes.of("txt"), Bytes.of(lines.text.toString()));
  }

  private static boolean isWanted(String section, Set<String> asked) {
    if (asked.contains(section) || asked.contains("all") || asked.contains("everything")) {
      return true;
    }
    return (asked.isEmpty() || asked.contains("default")) && !ON_REQUEST.contains(section);
  }

  private void server(Lines lines, long nowMs) {
    long uptimeSeconds = (System.nanoTime() - startNanos) / 1_000_000_000;
    lines.add("redis_version", identity.redisVersion());
    lines.add("server_name", identity.serverName());
    lines.add("valkey_version", identity.valkeyVersion());
    lines.add("fnstore_version", fnstoreVersion());
    lines.add("server_mode", "standalone");
    lines.add("redis_mode", "standalone");
    lines.add("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    lines.add("java_version", System.getProperty("java.version"));
    lines.add("process_id", ProcessHandle.current().pid());
    lines.add("run_id", store.storeId());
    lines.add("tcp_port", config.port());
    lines.add("uptime_in_seconds", uptimeSeconds);
    lines.add("uptime_in_days", uptimeSeconds / 86_400);
  }

  /** Of the jar file; in an unpacked one there is none. */
  public static String fnstoreVersion() {
    String version = InfoReport.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  private void clients(Lines lines, long nowMs) {
    lines.add("connected_clients", statistics.connectedClients());
    lines.add("maxclients", config.maxClients());
  }

  private void memory(Lines lines, long nowMs) {
    RegistryImage image = store.pending();
    lines.add("used_memory", memory.usedBytes());
    lines.add("used_memory_heap", memory.heapBytes());
    lines.add("maxmemory", config.maxMemoryBytes());
    lines.add("maxmemory_policy", "noeviction");
    lines.add("number_of_cached_scripts", scripts.count());
    lines.add("number_of_functions", image.functionCount());
    lines.add("number_of_libraries", image.libraryCount());
    lines.add("mem_allocator", "jvm");
  }

  private void persistence(Lines lines, long nowMs) {
    Head head = store.head();
    lines.add("loading", 0);
    lines.add("aof_enabled", 0);
    lines.add("aof_rewrite_in_progress", 0);
    lines.add("rdb_bgsave_in_progress", 0);
    lines.add("log_revision", head.revision());
    lines.add("log_digest", head.digest());
    lines.add("log_commits", store.commits());
    lines.add("log_last_event_time_ms", head.orderTimeMs());
  }

  private void stats(Lines lines, long nowMs) {
    lines.add("total_connections_received", statistics.connectionsReceived());
    lines.add("total_commands_processed", statistics.commandsProcessed());
    lines.add("rejected_connections", statistics.connectionsRefused());
    lines.add("evicted_scripts", scripts.evicted());
    lines.add("total_error_replies", statistics.errorReplies());
  }

  private void replication(Lines lines, long nowMs) {
    lines.add("role", "master");
    lines.add("connected_slaves", 0);
  }

  private void commandStats(Lines lines, long nowMs) {
    statistics
        .commands()
        .forEach(
            (name, of) -> {
              double each = of.calls() == 0 ? 0 : (double) of.micros() / of.calls();
              lines.add(
                  "cmdstat_" + name,
                  String.format(
                      Locale.ROOT,
                      "calls=%d,usec=%d,usec_per_call=%.2f,rejected_calls=%d,failed_calls=%d",
                      of.calls(),
                      of.micros(),
                      each,
                      of.rejected(),
                      of.failed()));
            });
  }

  private void errorStats(Lines lines, long nowMs) {
    statistics.errors().forEach((code, count) -> lines.add("errorstat_" + code, "count=" + count));
  }

  private void keyspace(Lines lines, long nowMs) {
    for (int database = 0; database < config.databases(); database++) {
      long keys = keyspace.size(database, nowMs);
      if (keys > 0) {
        lines.add("db" + database, "keys=" + keys);
      }
    }
  }
}
