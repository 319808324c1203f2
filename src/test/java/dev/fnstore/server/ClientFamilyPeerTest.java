package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.QuotedWords;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.Peer;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.TestServer;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * CLIENT, its tracking, MONITOR's neighbours, WATCH and Pub/Sub: two connections say the same to a
 * real Valkey 8.1 and to us, and are told the same, messages between replies included.
 */
final class ClientFamilyPeerTest {
  /**
   * Of CLIENT LIST: what is another connection's, another time's, or of how Valkey allots memory;
   * and {@code multi}, which Valkey shows as 0 for good after the first WATCH or MULTI.
   */
  private static final String OWN_FIELDS =
      "(id|addr|laddr|fd|age|idle|multi|qbuf|qbuf-free|argv-mem|multi-mem|rbs|rbp|obl|oll|omem"
          + "|tot-mem|events|tot-net-in|tot-net-out|tot-cmds)=[^ \\n]* ?";

  @TempDir Path folder;

  @Test
  void shouldTellTwoConnectionsWhatValkeyTellsThem() throws Exception {
    List<String> script = script();
    List<String> ours;
    try (TestServer server = TestServer.start(folder);
        RespConnection a = server.connect();
        RespConnection b = server.connect()) {
      ours = run(script, Map.of("a", a, "b", b));
    }
    List<String> theirs;
    try (Peer peer = Peer.start(Peer.Kind.VALKEY_8);
        RespConnection a = peer.connect();
        RespConnection b = peer.connect()) {
      theirs = run(script, Map.of("a", a, "b", b));
    }
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < script.size(); i++) {
      if (!ours.get(i).equals(theirs.get(i))) {
        differences.add(
            script.get(i) + "\n  valkey: " + theirs.get(i) + "\n  ours:   " + ours.get(i));
      }
    }
    assertThat(differences).isEmpty();
    assertThat(theirs).hasSizeGreaterThan(150).anyMatch(told -> told.contains("invalidate"));
  }

  private static List<String> run(List<String> script, Map<String, RespConnection> connections)
      throws InterruptedException {
    List<String> told = new ArrayList<>();
    connections.values().forEach(connection -> connection.call("PING")); // both are in
    int step = 0;
    for (String line : script) {
      if (line.equals("sleep")) {
        Thread.sleep(400);
        told.add("");
        continue;
      }
      RespConnection connection =
          Objects.requireNonNull(connections.get(line.substring(0, 1)), line);
      List<Bytes> words = QuotedWords.split(Bytes.of(line.substring(2))).orElseThrow();
      connection.send(words.toArray());
      String mark = "mark" + step++;
      connection.send("PING", mark);
      connection.flush();
      told.add(until(connection, mark));
    }
    return told;
  }

  /** All that comes before the answer to the PING; a client in a transaction is told QUEUED. */
  private static String until(RespConnection connection, String mark) {
    StringBuilder told = new StringBuilder();
    Reply reply = connection.read();
    boolean first = true;
    while (first || !isMark(reply, mark)) {
      told.append(reply.toString().replaceAll(OWN_FIELDS, "")).append('\n');
      reply = connection.read();
      first = false;
    }
    return told.toString()
        .replaceAll("mark[0-9]+", "mark")
        .replaceAll("(value=\"id\"\\]?, (value=)?Int\\[value=)[0-9]+", "$1");
  }

  private static boolean isMark(Reply reply, String mark) {
    return reply.equals(Reply.bulk(mark))
        || reply.equals(Reply.array(Reply.bulk("pong"), Reply.bulk(mark)))
        || reply.equals(Reply.simple("QUEUED"))
        || (reply instanceof Reply.Push push
            && push.items().equals(List.of(Reply.bulk("pong"), Reply.bulk(mark))));
  }

  private static List<String> script() throws Exception {
    try (InputStream in = ClientFamilyPeerTest.class.getResourceAsStream("client-family")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    }
  }
}
