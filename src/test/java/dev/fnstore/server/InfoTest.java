package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each section of INFO: something happens, and its figure changes by exactly that. */
final class InfoTest {
  private static final String LIBRARY =
      "#!lua name=info\nserver.register_function('one', function() return 1 end)";

  @TempDir Path folder;

  private TestServer server;
  private RespConnection client;

  @BeforeEach
  void start() {
    server = TestServer.start(folder);
    client = server.connect();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void shouldShowTheSectionsThatAreAskedFor() {
    List<String> byDefault =
        List.of(
            "Server",
            "Clients",
            "Memory",
            "Persistence",
            "Stats",
            "Replication",
            "CPU",
            "Modules",
            "Errorstats",
            "Cluster",
            "Fleet",
            "Keyspace");

    assertThat(sections()).isEqualTo(byDefault);
    assertThat(sections("default")).isEqualTo(byDefault);
    assertThat(sections("all"))
        .containsAll(byDefault)
        .contains("Commandstats", "Latencystats", "Functionstats")
        .isEqualTo(sections("EVERYTHING"));
    assertThat(sections("keyspace", "CPU", "nosuch")).containsExactly("CPU", "Keyspace");
    assertThat(sections("nosuch")).isEmpty();
    assertThat(sections("commandstats", "default")).hasSize(byDefault.size() + 1);
  }

  @Test
  void shouldTellOfTheServer() {
    Map<String, String> info = info("server");

    assertThat(info)
        .containsEntry("tcp_port", Integer.toString(server.port()))
        .containsEntry("process_id", Long.toString(ProcessHandle.current().pid()))
        .containsEntry("redis_version", "7.2.4")
        .containsEntry("valkey_version", "8.1.1")
        .containsKeys("fnstore_version", "uptime_in_seconds", "run_id", "server_mode");
    assertThat(info("server").get("run_id")).isEqualTo(info.get("run_id")).matches("[0-9a-f]{40}");
    assertThat(Long.parseLong(info("server").get("server_time_usec")))
        .isGreaterThanOrEqualTo(Long.parseLong(info.get("server_time_usec")));
  }

  @Test
  void shouldCountClients() {
    long before = number("clients", "connected_clients");

    try (RespConnection other = server.connect()) {
      other.call("PING");
      assertThat(number("clients", "connected_clients")).isEqualTo(before + 1);
    }
    client.call("CONFIG", "SET", "maxclients", "77");
    assertThat(number("clients", "maxclients")).isEqualTo(77);
  }

  @Test
  void shouldTellWhatFunctionsAndScriptsTake() {
    Map<String, String> before = info("memory");
    assertThat(before)
        .containsEntry("used_memory_functions", "0")
        .containsEntry("used_memory_vm_functions", "0")
        .containsEntry("used_memory_scripts_eval", "0")
        .containsEntry("used_memory_vm_eval", "0");

    client.call("FUNCTION", "LOAD", LIBRARY);
    client.call("FCALL", "one", "0");
    client.call("EVAL", "return 1", "0");

    Map<String, String> after = info("memory");
    assertThat(after)
        .containsEntry("number_of_libraries", "1")
        .containsEntry("number_of_functions", "1")
        .containsEntry("number_of_running_libraries", "1")
        .containsEntry("number_of_cached_scripts", "1")
        .containsEntry(
            "used_memory_scripts",
            Long.toString(
                Long.parseLong(after.get("used_memory_functions"))
                    + Long.parseLong(after.get("used_memory_scripts_eval"))));
    for (String field :
        List.of(
            "used_memory_functions",
            "used_memory_vm_functions",
            "used_memory_scripts_eval",
            "used_memory_vm_eval",
            "used_memory_heap",
            "used_memory_rss",
            "total_system_memory")) {
      assertThat(Long.parseLong(after.get(field))).as(field).isPositive();
    }
    client.call("CONFIG", "SET", "maxmemory", "1536");
    assertThat(info("memory")).containsEntry("maxmemory_human", "1.50K");
    client.call("CONFIG", "SET", "maxmemory", "0");

    client.call("FUNCTION", "FLUSH");
    client.call("SCRIPT", "FLUSH");
    assertThat(info("memory"))
        .containsEntry("used_memory_functions", "0")
        .containsEntry("number_of_running_libraries", "0")
        .containsEntry("used_memory_scripts_eval", "0");
  }

  @Test
  void shouldTellOfTheLog() throws IOException {
    assertThat(info("persistence"))
        .containsEntry("log_revision", "0")
        .containsEntry("log_commits", "0")
        .doesNotContainKey("log_last_sync_time_ms");

    client.call("FUNCTION", "LOAD", LIBRARY);
    client.call("FUNCTION", "LOAD", "REPLACE", LIBRARY);
    client.call("SET", "k", "v");

    Map<String, String> info = info("persistence");
    assertThat(info)
        .containsEntry("log_revision", "2")
        .containsEntry("log_commits", "2")
        .containsEntry("log_digest", server.server().head().digest().toString())
        .containsEntry("rdb_changes_since_last_save", "1")
        .containsKeys("log_last_sync_time_ms", "log_last_sync_usec")
        .doesNotContainKey("log_last_snapshot_revision");
    try (var files = Files.list(folder.resolve("log"))) {
      long bytes = files.mapToLong(file -> file.toFile().length()).sum();
      assertThat(number("persistence", "log_bytes_on_disk")).isEqualTo(bytes);
    }
  }

  @Test
  void shouldTellOfTheLastSnapshot() throws InterruptedException {
    for (int i = 0; i < 1000; i++) {
      client.send("FUNCTION", "LOAD", "REPLACE", LIBRARY);
    }
    client.flush();
    for (int i = 0; i < 1000; i++) {
      assertThat(client.read()).isInstanceOf(Reply.Bulk.class);
    }
    Map<String, String> info = info("persistence");
    while (!info.containsKey("log_last_snapshot_revision")) {
      Thread.sleep(10);
      info = info("persistence");
    }
    assertThat(Long.parseLong(info.get("log_last_snapshot_revision"))).isBetween(1L, 1000L);
    assertThat(Long.parseLong(info.get("log_last_snapshot_bytes"))).isPositive();
  }

  @Test
  void shouldCountCommandsErrorsAndBytes() {
    long processed = number("stats", "total_commands_processed");
    client.call("PING");
    client.call("NOSUCH");
    assertThat(number("stats", "total_commands_processed")).isEqualTo(processed + 2);
    assertThat(number("stats", "total_error_replies")).isEqualTo(1);
    assertThat(number("stats", "unexpected_error_replies")).isZero();

    long bytes = number("stats", "total_net_input_bytes");
    client.call("PING"); // 14 bytes, and INFO stats itself takes 25
    assertThat(number("stats", "total_net_input_bytes")).isEqualTo(bytes + 14 + 25);
    String before = text("stats");
    client.call("PING"); // 7 bytes back, and the reply to INFO before it
    int replied = ("$" + before.length() + "\r\n").length() + before.length() + 2;
    assertThat(number("stats", "total_net_output_bytes"))
        .isEqualTo(value(before, "total_net_output_bytes") + replied + 7);
    long connections = number("stats", "total_connections_received");
    try (RespConnection other = server.connect()) {
      other.call("PING");
    }
    assertThat(number("stats", "total_connections_received")).isEqualTo(connections + 1);
  }

  @Test
  void shouldCountWhatIsFoundAndWhatExpires() {
    client.call("SET", "k", "v");
    client.call("GET", "k");
    client.call("GET", "nosuch");
    client.call("MGET", "k", "nosuch", "k");
    client.call("SET", "k", "w", "GET");
    client.call("INCR", "n");
    assertThat(number("stats", "keyspace_hits")).isEqualTo(4);
    assertThat(number("stats", "keyspace_misses")).isEqualTo(2);

    client.call("PEXPIRE", "n", "1");
    while (((Reply.Int) client.call("DBSIZE")).value() > 1) {
      Thread.onSpinWait();
    }
    assertThat(number("stats", "expired_keys")).isEqualTo(1);

    client.call("CONFIG", "RESETSTAT");
    assertThat(number("stats", "keyspace_hits")).isZero();
    assertThat(number("stats", "expired_keys")).isZero();
    assertThat(number("stats", "total_error_replies")).isZero();
  }

  @Test
  void shouldCountEvictedScripts() {
    IntStream.range(0, 503).forEach(i -> client.call("EVAL", "return " + i, "0"));

    assertThat(number("stats", "evicted_scripts")).isEqualTo(3);
    assertThat(number("memory", "number_of_cached_scripts")).isEqualTo(500);
  }

  @Test
  void shouldTellWhatCommandsDidAndHowLongTheyTook() {
    client.call("ECHO", "a");
    client.call("ECHO", "b");
    client.call("ECHO");
    client.call("INCR", "k");
    client.call("HGET", "k", "f");
    client.call("CONFIG", "GET", "x");

    Map<String, String> info = info("commandstats");
    assertThat(info.get("cmdstat_echo")).startsWith("calls=2,").contains("rejected_calls=1,");
    assertThat(info.get("cmdstat_hget")).startsWith("calls=1,").endsWith("failed_calls=1");
    assertThat(info.get("cmdstat_config|get")).startsWith("calls=1,");
    assertThat(info).doesNotContainKey("cmdstat_get");

    assertThat(info("latencystats").get("latency_percentiles_usec_echo"))
        .matches("p50=\\d+\\.\\d{3},p99=\\d+\\.\\d{3},p99\\.9=\\d+\\.\\d{3}");
    client.call("CONFIG", "SET", "latency-tracking-info-percentiles", "0 12.5 100");
    assertThat(info("latencystats").get("latency_percentiles_usec_echo"))
        .matches("p0=.*,p12\\.5=.*,p100=.*");
    client.call("CONFIG", "SET", "latency-tracking", "no");
    assertThat(info("latencystats")).isEmpty();
    client.call("CONFIG", "RESETSTAT");
    assertThat(info("commandstats")).containsOnlyKeys("cmdstat_config|resetstat");
  }

  /** Event loops answer then, and count elsewhere than the executor does. */
  @Test
  void shouldCountWhatIsAnsweredWhileAScriptIsBusy() {
    client.call("CONFIG", "SET", "busy-reply-threshold", "1");
    int answered = 0;
    int refused = 0;
    try (RespConnection busy = server.connect()) {
      busy.send("EVAL", "while true do end", "0");
      busy.flush();
      while (refused < 5) {
        if (client.call("GET", "k") instanceof Reply.ErrorReply) {
          refused++;
        } else {
          answered++;
        }
      }
      client.call("FUNCTION", "STATS");
      client.call("FUNCTION", "STATS");
      client.call("SCRIPT", "KILL");
      assertThat(busy.read()).isInstanceOf(Reply.ErrorReply.class);
    }
    Map<String, String> info = info("commandstats");
    assertThat(info.get("cmdstat_function|stats")).startsWith("calls=2,");
    assertThat(info.get("cmdstat_script|kill")).startsWith("calls=1,");
    assertThat(info.get("cmdstat_get"))
        .startsWith("calls=" + answered + ",")
        .endsWith("rejected_calls=5,failed_calls=0");
    assertThat(info("latencystats")).containsKey("latency_percentiles_usec_script|kill");
    // FUNCTION STATS is refused too while a script of EVAL runs, but by itself.
    assertThat(info("errorstats").get("errorstat_BUSY")).isEqualTo("count=7");
  }

  @Test
  void shouldCountErrorsByTheirFirstWord() {
    client.call("NOSUCH");
    client.call("NOSUCH");
    client.call("SET", "k", "v");
    client.call("LPUSH", "k", "x");

    assertThat(info("errorstats"))
        .containsEntry("errorstat_ERR", "count=2")
        .containsEntry("errorstat_WRONGTYPE", "count=1")
        .hasSize(2);
  }

  @Test
  void shouldCountKeysAndThoseThatExpire() {
    assertThat(info("keyspace")).isEmpty();

    client.call("MSET", "a", "1", "b", "2", "c", "3");
    client.call("EXPIRE", "a", "1000");
    client.call("EXPIRE", "b", "3000");
    client.call("SELECT", "2");
    client.call("SET", "z", "1");

    Map<String, String> info = info("keyspace");
    assertThat(info.get("db0")).matches("keys=3,expires=2,avg_ttl=(2000000|19\\d{5})");
    assertThat(info.get("db2")).isEqualTo("keys=1,expires=0,avg_ttl=0");
    assertThat(info).hasSize(2);
  }

  @Test
  void shouldTellTheRestTruly() {
    assertThat(info("replication"))
        .containsEntry("role", "master")
        .containsEntry("connected_slaves", "0");
    assertThat(info("cluster")).containsExactly(Map.entry("cluster_enabled", "0"));
    assertThat(info("modules")).isEmpty();
    double before = Double.parseDouble(info("cpu").get("used_cpu_user"));
    double now = before;
    while (now == before) {
      client.call("EVAL", "for i = 1, 1000000 do end", "0");
      now = Double.parseDouble(info("cpu").get("used_cpu_user"));
    }
    assertThat(now).isGreaterThan(before);
  }

  private static long value(String text, String field) {
    return text.lines()
        .filter(line -> line.startsWith(field + ":"))
        .mapToLong(line -> Long.parseLong(line.substring(field.length() + 1)))
        .sum();
  }

  private List<String> sections(String... names) {
    return text(names)
        .lines()
        .filter(line -> line.startsWith("# "))
        .map(line -> line.substring(2))
        .toList();
  }

  private long number(String section, String field) {
    return Long.parseLong(info(section).get(field));
  }

  private Map<String, String> info(String section) {
    Map<String, String> fields = new LinkedHashMap<>();
    text(section)
        .lines()
        .filter(line -> line.contains(":"))
        .forEach(
            line -> {
              int colon = line.indexOf(':');
              fields.put(line.substring(0, colon), line.substring(colon + 1));
            });
    return fields;
  }

  private String text(String... sections) {
    Object[] words = new Object[sections.length + 1];
    words[0] = "INFO";
    System.arraycopy(sections, 0, words, 1, sections.length);
    Bytes text = ((Reply.Bulk) client.call(words)).value();
    return text.toLatin1();
  }
}
