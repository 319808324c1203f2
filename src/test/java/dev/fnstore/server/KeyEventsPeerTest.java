package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.QuotedWords;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.Peer;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Subscribers are told of what happens to keys as Valkey 8.1 tells them. */
final class KeyEventsPeerTest {
  @TempDir Path folder;

  @Test
  void shouldTellOfEachCommandWhatValkeyTells() throws IOException {
    List<String> differences = new ArrayList<>();
    try (Peer peer = Peer.start(Peer.Kind.VALKEY_8);
        TestServer server = TestServer.start(folder);
        RespConnection theirs = peer.connect();
        RespConnection ours = server.connect();
        RespConnection theirListener = peer.connect();
        RespConnection ourListener = server.connect()) {
      theirListener.call("PSUBSCRIBE", "__key*", "end");
      ourListener.call("PSUBSCRIBE", "__key*", "end");
      for (String groups : List.of("KEA", "Kn", "Em")) {
        begin(theirs, groups);
        begin(ours, groups);
        for (String command : commands()) {
          List<String> reference = told(theirs, theirListener, command);
          List<String> own = told(ours, ourListener, command);
          if (!own.equals(reference)) {
            differences.add(groups + " " + command + ": theirs " + reference + ", ours " + own);
          }
        }
      }
    }
    assertThat(differences).isEmpty();
  }

  @Test
  void shouldTellOfKeysThatExpireUnasked() {
    try (TestServer server = TestServer.start(folder, "notify-keyspace-events", "Ex");
        RespConnection setting = server.connect();
        RespConnection listener = server.connect()) {
      listener.call("SUBSCRIBE", "__keyevent@0__:expired");
      setting.call("SET", "k", "v", "PX", "1");
      assertThat(listener.read())
          .isEqualTo(
              Reply.array(
                  Reply.bulk("message"), Reply.bulk("__keyevent@0__:expired"), Reply.bulk("k")));
    }
  }

  private static void begin(RespConnection connection, String groups) {
    connection.call("FLUSHALL");
    connection.call("CONFIG", "SET", "notify-keyspace-events", groups);
  }

  /** What a listener is told of one command: all that comes before a message of our own. */
  private static List<String> told(
      RespConnection connection, RespConnection listener, String command) {
    connection.call(QuotedWords.split(Bytes.of(command)).orElseThrow().toArray());
    connection.call("PUBLISH", "end", "of it");
    List<String> told = new ArrayList<>();
    for (Reply message = listener.read();
        !message.toString().contains("of it");
        message = listener.read()) {
      told.add(message.toString());
    }
    return told;
  }

  private static List<String> commands() throws IOException {
    try (InputStream in = KeyEventsPeerTest.class.getResourceAsStream("key-events")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
