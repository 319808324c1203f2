package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.QuotedWords;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.Peer;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.TestServer;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Users, their rules and what is denied: several connections say what {@code acl-family} says, to a
 * real Valkey 8.1 and to us, and are answered the same, word by word, or closed alike.
 */
final class AclPeerTest {
  /**
   * Of the client that ACL LOG shows: what is another connection's, or of how Valkey allots memory.
   */
  private static final String OWN_FIELDS =
      "(id|addr|laddr|fd|age|idle|multi|qbuf|qbuf-free|argv-mem|multi-mem|rbs|rbp|obl|oll|omem"
          + "|tot-mem|events|tot-net-in|tot-net-out|tot-cmds)=[^ \\n\"]* ?";

  private static final String TIMES =
      "(value=\"(?:id|age-seconds|timestamp-created|timestamp-last-updated)\"\\]?, (?:value=)?)"
          + "(?:Int|Bulk|Real)\\[value=[^\\]]*\\]";

  @TempDir Path folder;

  @Test
  void shouldAnswerAndCloseAsValkeyDoes() throws Exception {
    List<String> script = script("acl-family");
    List<String> ours;
    Path file = Files.createFile(folder.resolve("users.acl"));
    try (TestServer server =
        TestServer.start(folder.resolve("store"), "aclfile", file.toString())) {
      ours = run(script, server::connect, file);
    }
    Files.writeString(file, "");
    List<String> theirs;
    try (Peer peer = Peer.start(Peer.Kind.VALKEY_8, "--aclfile", file.toString())) {
      theirs = run(script, peer::connect, file);
    }
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < script.size(); i++) {
      if (!ours.get(i).equals(theirs.get(i))) {
        differences.add(
            script.get(i) + "\n  valkey: " + theirs.get(i) + "\n  ours:   " + ours.get(i));
      }
    }
    assertThat(differences).isEmpty();
    assertThat(theirs).hasSizeGreaterThan(250).anyMatch(told -> told.equals("closed"));
  }

  /** What each line of the script is told. */
  private static List<String> run(List<String> script, Supplier<RespConnection> connect, Path file)
      throws Exception {
    Map<String, RespConnection> connections = new HashMap<>();
    List<String> told = new ArrayList<>();
    try {
      for (String line : script) {
        List<Bytes> words = QuotedWords.split(Bytes.of(line)).orElseThrow();
        String who = words.get(0).toLatin1();
        List<Bytes> said = words.subList(1, words.size());
        if (who.equals("file")) {
          Files.writeString(file, said.get(0).toLatin1());
          told.add("");
          continue;
        } else if (who.equals("saved")) {
          told.add(Files.readString(file));
          continue;
        }
        told.add(
            shown(connections.computeIfAbsent(who, any -> connect.get()), said)
                .replace(file.toString(), "FILE"));
        if (told.get(told.size() - 1).equals("closed")) {
          Objects.requireNonNull(connections.remove(who)).close();
        }
      }
    } finally {
      connections.values().forEach(RespConnection::close);
    }
    return told;
  }

  /** What a connection is told; a line without words reads one message more. */
  private static String shown(RespConnection connection, List<Bytes> said) {
    try {
      Reply reply = said.isEmpty() ? connection.read() : connection.call(said.toArray());
      return reply.toString().replaceAll(OWN_FIELDS, "").replaceAll(TIMES, "$1");
    } catch (UncheckedIOException e) {
      return e.getCause() instanceof SocketTimeoutException ? "silence" : "closed";
    }
  }

  private static List<String> script(String name) throws Exception {
    try (InputStream in = AclPeerTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    }
  }
}
