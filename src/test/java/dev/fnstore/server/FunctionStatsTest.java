package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** INFO functionstats: what functions do is counted, and goes with them. */
final class FunctionStatsTest {
  private static final Path PAGE = Path.of("docs/operations.md");

  private static final String LIBRARY =
      "#!lua name=lib\n"
          + "server.register_function('put', function(keys)"
          + " return server.call('SET', keys[1], 'v') end)\n"
          + "server.register_function('fail', function() error('on purpose') end)\n"
          + "server.register_function{function_name='look', flags={'no-writes'},"
          + " callback=function(keys) server.pcall('DEL', keys[1])"
          + " return server.call('PUBLISH', 'c', 'm') end}\n"
          + "server.register_function('spin', function(keys)"
          + " for i = 1, 1e12 do end end)\n";

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
  void shouldCountCallsErrorsAndRefusedWrites() {
    assertThat(stats()).isEmpty();
    client.call("FUNCTION", "LOAD", LIBRARY);
    assertThat(stats()).isEmpty();
    client.call("FCALL", "put", "1", "k");
    client.call("FCALL", "PUT", "1", "k");
    client.call("FCALL", "put", "2", "k");
    client.call("FCALL_RO", "put", "1", "k");
    client.call("FCALL", "fail", "0");
    client.call("FCALL", "look", "1", "k");
    client.call("FCALL_RO", "look", "1", "k");
    client.call("FCALL", "nosuch", "0");
    client.call("MULTI");
    client.call("FCALL", "put", "1", "k");
    client.call("EXEC");

    assertThat(stats())
        .containsExactly(
            line("fail", "calls=1,errors=1", "writes_refused=0,kills=0"),
            line("look", "calls=2,errors=2", "writes_refused=4,kills=0"),
            line("put", "calls=3,errors=0", "writes_refused=0,kills=0"));
    assertThat(client.call("CONFIG", "RESETSTAT")).isEqualTo(Reply.OK);
    assertThat(stats()).isEmpty();
    client.call("FCALL", "put", "1", "k");
    assertThat(stats())
        .containsExactly(line("put", "calls=1,errors=0", "writes_refused=0,kills=0"));
  }

  @Test
  void shouldCountWritesThatAUserMayNot() {
    client.call("FUNCTION", "LOAD", LIBRARY);
    client.call("ACL", "SETUSER", "u", "on", "nopass", "+@all", "-set", "~*");
    try (RespConnection other = server.connect()) {
      other.call("AUTH", "u", "any");
      other.call("FCALL", "put", "1", "k");
    }
    assertThat(stats())
        .containsExactly(line("put", "calls=1,errors=1", "writes_refused=1,kills=0"));
  }

  @Test
  void shouldTakeTimes() {
    client.call("FUNCTION", "LOAD", LIBRARY);
    for (int i = 0; i < 100; i++) {
      client.call("FCALL", "put", "1", "k");
    }
    String all = raw().get(0);
    double total = number(all, "usec");
    double longest = number(all, "usec_max");
    assertThat(total).isPositive().isGreaterThanOrEqualTo(longest);
    assertThat(number(all, "usec_per_call")).isEqualTo(total / 100);
    assertThat(number(all, "p50")).isPositive().isLessThanOrEqualTo(number(all, "p99"));
    assertThat(number(all, "p99")).isLessThanOrEqualTo(longest * 1.02);

    client.call("CONFIG", "SET", "latency-tracking", "no");
    client.call("CONFIG", "RESETSTAT");
    client.call("FCALL", "put", "1", "k");
    assertThat(raw().get(0)).contains("usec_max=").doesNotContain("p50", "p99");
  }

  @Test
  void shouldCountKillsAndWhatIsLeftOnTheWayOnce() {
    client.call("FUNCTION", "LOAD", LIBRARY);
    client.call("FCALL", "put", "1", "k");
    client.call("CONFIG", "SET", "script-time-limit", "30");
    assertThat(client.call("FCALL", "spin", "0")).isInstanceOf(Reply.ErrorReply.class);
    assertThat(client.call("FCALL", "spin", "0")).isInstanceOf(Reply.ErrorReply.class);

    assertThat(stats())
        .containsExactly(
            line("put", "calls=1,errors=0", "writes_refused=0,kills=0"),
            line("spin", "calls=2,errors=2", "writes_refused=0,kills=2"));
    assertThat(number(raw().get(1), "usec")).isGreaterThan(50_000);
  }

  @Test
  void shouldForgetFunctionsThatGo() {
    String fewer = LIBRARY.replace("'fail'", "'other'");
    client.call("FUNCTION", "LOAD", LIBRARY);
    client.call("FCALL", "put", "1", "k");
    client.call("FCALL", "fail", "0");
    client.call("FUNCTION", "LOAD", "REPLACE", fewer);
    assertThat(stats())
        .containsExactly(line("put", "calls=1,errors=0", "writes_refused=0,kills=0"));

    client.call("FUNCTION", "LOAD", "REPLACE", LIBRARY);
    client.call("FCALL", "fail", "0");
    client.call("FCALL", "put", "1", "k");
    assertThat(stats())
        .containsExactly(
            line("fail", "calls=1,errors=1", "writes_refused=0,kills=0"),
            line("put", "calls=2,errors=0", "writes_refused=0,kills=0"));

    client.call("FUNCTION", "ROLLBACK", "0");
    client.call("FUNCTION", "LOAD", LIBRARY);
    assertThat(stats()).isEmpty();
    client.call("FCALL", "put", "1", "k");
    client.call("FUNCTION", "DELETE", "lib");
    client.call("FUNCTION", "LOAD", LIBRARY);
    assertThat(stats()).isEmpty();
    client.call("FCALL", "put", "1", "k");
    client.call("FUNCTION", "FLUSH");
    assertThat(stats()).isEmpty();
  }

  @Test
  void shouldLeaveFunctionStatsAsValkeyHasIt() {
    client.call("FUNCTION", "LOAD", LIBRARY);
    Reply before = client.call("FUNCTION", "STATS");
    client.call("FCALL", "put", "1", "k");
    assertThat(client.call("FUNCTION", "STATS")).isEqualTo(before);
  }

  @Test
  void shouldShowWhatThePageShows() throws IOException {
    client.call("FUNCTION", "LOAD", Files.readString(Path.of("data/examples/inventory.lua")));
    client.call("FCALL", "stock_supply", "2", "stock", "orders", "apples", "3");
    client.call("FCALL", "stock_reserve", "2", "stock", "orders", "order-1", "apples", "2");
    client.call("FCALL", "stock_reserve", "2", "stock", "orders", "order-2", "apples", "2");

    List<String> shown =
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.startsWith("function_"))
            .map(FunctionStatsTest::withoutTimes)
            .toList();
    assertThat(stats()).hasSize(2).isEqualTo(shown);
  }

  private static String line(String function, String before, String after) {
    return "function_"
        + function
        + ":library=lib,"
        + before
        + ",usec=_,usec_per_call=_,usec_max=_,p50=_,p99=_,"
        + after;
  }

  private static String withoutTimes(String line) {
    return line.replaceAll("(usec|usec_per_call|usec_max|p50|p99)=[0-9.]+", "$1=_");
  }

  private static double number(String line, String field) {
    return Double.parseDouble(line.replaceAll(".*," + field + "=([0-9.]+),.*", "$1"));
  }

  private List<String> stats() {
    return raw().stream().map(FunctionStatsTest::withoutTimes).toList();
  }

  private List<String> raw() {
    Reply info = client.call("INFO", "functionstats");
    List<String> lines = ((Reply.Bulk) info).value().toLatin1().lines().toList();
    assertThat(lines.get(0)).isEqualTo("# Functionstats");
    return lines.subList(1, lines.size());
  }
}
