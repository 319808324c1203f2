package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server over real sockets: requests, replies, limits, transactions, recovery. */
final class ServerTest {
  private static final String LIBRARY =
      "#!lua name=%s\nserver.register_function('%s', function(keys, args) return args[1] end)";

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
  void shouldAnswerAPipelineInOrder() {
    client.send("FUNCTION", "LOAD", library("a", "f"));
    client.send("FUNCTION", "LOAD", library("b", "g"));
    client.send("FCALL", "f", "0", "one");
    client.send("FUNCTION", "DELETE", "a");
    client.send("FCALL", "f", "0", "two");
    client.send("FCALL", "g", "0", "three");
    client.flush();
    assertThat(read(6))
        .containsExactly(
            Reply.bulk("a"),
            Reply.bulk("b"),
            Reply.bulk("one"),
            Reply.OK,
            Reply.err("Function not found"),
            Reply.bulk("three"));
  }

  @Test
  void shouldAnswerManyPipelinedRequestsOfManyClientsInOrder() {
    client.call("FUNCTION", "LOAD", library("a", "f"));
    List<RespConnection> clients = new ArrayList<>();
    for (int c = 0; c < 20; c++) {
      RespConnection other = server.connect();
      clients.add(other);
      for (int i = 0; i < 2000; i++) {
        other.send("FCALL", "f", "0", "client-" + c + "-call-" + i);
      }
      other.flush();
    }
    for (int c = 0; c < clients.size(); c++) {
      try (RespConnection other = clients.get(c)) {
        for (int i = 0; i < 2000; i++) {
          assertThat(other.read()).isEqualTo(Reply.bulk("client-" + c + "-call-" + i));
        }
      }
    }
  }

  @Test
  void shouldRememberOverARestart() {
    client.call("FUNCTION", "LOAD", library("a", "f"));
    client.call("FUNCTION", "LOAD", "REPLACE", library("a", "f") + " ");
    client.call("FUNCTION", "LOAD", library("b", "g"));
    client.call("FUNCTION", "DELETE", "b");
    client.close();
    server.close();
    server = TestServer.start(folder);
    client = server.connect();
    assertThat(client.call("FCALL", "F", "0", "again")).isEqualTo(Reply.bulk("again"));
    assertThat(client.call("FCALL", "g", "0")).isEqualTo(Reply.err("Function not found"));
    assertThat(server.server().head().revision().number()).isEqualTo(4);
  }

  @Test
  void shouldLeaveNoEventOfARefusedCommand() {
    client.call("FUNCTION", "LOAD", library("a", "f"));
    for (Reply refused :
        List.of(
            client.call("FUNCTION", "LOAD", library("a", "f")),
            client.call("FUNCTION", "LOAD", library("b", "F")),
            client.call("FUNCTION", "LOAD", "#!lua name=c\nsyntax error"),
            client.call("FUNCTION", "LOAD", "#!lua name=c\nreturn 1"),
            client.call("FUNCTION", "DELETE", "c"),
            client.call("FUNCTION", "RESTORE", "junk"),
            client.call("FUNCTION", "FLUSH", "LATER"))) {
      assertThat(refused).isInstanceOf(Reply.ErrorReply.class);
    }
    assertThat(server.server().head().revision().number()).isEqualTo(1);
    assertThat(client.call("FUNCTION", "FLUSH")).isEqualTo(Reply.OK);
    assertThat(client.call("FUNCTION", "FLUSH")).isEqualTo(Reply.OK);
    assertThat(server.server().head().revision().number()).isEqualTo(3);
  }

  @Test
  void shouldStartALibraryFreshWhenItIsLoadedAgain() {
    String counter =
        "#!lua name=c\nlocal n = 0 server.register_function('next', function() n = n + 1 return n"
            + " end)";
    client.call("FUNCTION", "LOAD", counter);
    assertThat(client.call("FCALL", "next", "0")).isEqualTo(Reply.of(1));
    assertThat(client.call("FCALL", "next", "0")).isEqualTo(Reply.of(2));
    client.call("FUNCTION", "LOAD", "REPLACE", counter);
    assertThat(client.call("FCALL", "next", "0")).isEqualTo(Reply.of(1));
    Reply payload = client.call("FUNCTION", "DUMP");
    client.call("FUNCTION", "RESTORE", ((Reply.Bulk) payload).value(), "REPLACE");
    assertThat(client.call("FCALL", "next", "0")).isEqualTo(Reply.of(1));
    client.call("DEBUG", "RELOAD");
    assertThat(client.call("FCALL", "next", "0")).isEqualTo(Reply.of(1));
  }

  @Test
  void shouldRunTransactions() {
    assertThat(client.call("MULTI")).isEqualTo(Reply.OK);
    assertThat(client.call("FUNCTION", "LOAD", library("a", "f")))
        .isEqualTo(Reply.simple("QUEUED"));
    assertThat(client.call("FCALL", "f", "0", "x")).isEqualTo(Reply.simple("QUEUED"));
    assertThat(client.call("FUNCTION", "DELETE", "nosuch")).isEqualTo(Reply.simple("QUEUED"));
    assertThat(client.call("SET", "k", "v")).isEqualTo(Reply.simple("QUEUED"));
    assertThat(client.call("EXEC"))
        .isEqualTo(
            Reply.array(
                Reply.bulk("a"), Reply.bulk("x"), Reply.err("Library not found"), Reply.OK));
    assertThat(client.call("EXEC")).isEqualTo(Reply.err("EXEC without MULTI"));
    client.call("MULTI");
    client.call("NOSUCH");
    assertThat(client.call("EXEC"))
        .isEqualTo(
            Reply.ErrorReply.of("EXECABORT Transaction discarded because of previous errors."));
    client.call("MULTI");
    client.call("SET", "k", "w");
    assertThat(client.call("DISCARD")).isEqualTo(Reply.OK);
    assertThat(client.call("GET", "k")).isEqualTo(Reply.bulk("v"));
  }

  @Test
  void shouldCommitManyWaitingChangesWithOneSync() {
    long before = commits();
    client.call("MULTI");
    for (int i = 0; i < 200; i++) {
      client.call("FUNCTION", "LOAD", library("lib" + i, "f" + i));
    }
    assertThat(((Reply.Array) client.call("EXEC")).items()).hasSize(200);
    assertThat(commits()).isEqualTo(before + 1);
    for (int i = 0; i < 200; i++) {
      client.send("FUNCTION", "LOAD", "REPLACE", library("lib" + i, "f" + i));
    }
    client.flush();
    read(200);
    assertThat(commits()).isLessThan(before + 50);
    assertThat(server.server().head().revision().number()).isEqualTo(400);
  }

  private long commits() {
    String info = ((Reply.Bulk) client.call("INFO", "persistence")).value().toText();
    return info.lines()
        .filter(line -> line.startsWith("log_commits:"))
        .mapToLong(line -> Long.parseLong(line.substring("log_commits:".length())))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-ERR Protocol error: invalid bulk length| *1~$-3~",
        "-ERR Protocol error: expected '$', got '+'| *1~+3~",
        "-ERR Protocol error: invalid multibulk length| *2000000~",
        "-ERR Protocol error: unbalanced quotes in request| GET \"x~",
      })
  void shouldAnswerAProtocolErrorAndClose(String answer, String sent) {
    client.sendRaw(("PING~" + sent).replace("~", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    assertThat(client.read()).isEqualTo(Reply.simple("PONG"));
    assertThat(client.read()).isEqualTo(Reply.ErrorReply.of(answer.substring(1)));
    assertThat(client.isAtEnd()).isTrue();
  }

  @Test
  void shouldRefuseMoreClientsThanItMayHave() {
    client.call("CONFIG", "SET", "maxclients", "2");
    try (RespConnection second = server.connect()) {
      assertThat(second.call("PING")).isEqualTo(Reply.simple("PONG"));
      try (RespConnection third = server.connect()) {
        assertThat(third.read()).isEqualTo(Reply.err("max number of clients reached"));
        assertThat(third.isAtEnd()).isTrue();
      }
    }
  }

  @Test
  void shouldNotFillItsMemoryForAClientThatDoesNotRead() {
    String value = "v".repeat(1 << 20);
    client.call("SET", "big", value);
    try (RespConnection deaf = server.connect()) {
      for (int i = 0; i < 2000; i++) {
        deaf.send("GET", "big");
      }
      deaf.flush();
      for (int i = 0; i < 50; i++) {
        assertThat(client.call("PING")).isEqualTo(Reply.simple("PONG"));
      }
      for (int i = 0; i < 2000; i++) {
        assertThat(((Reply.Bulk) deaf.read()).value().length()).isEqualTo(1 << 20);
      }
    }
  }

  @Test
  void shouldSpeakBothProtocols() {
    client.call("HSET", "h", "f", "v");
    assertThat(client.call("HGETALL", "h"))
        .isEqualTo(Reply.array(Reply.bulk("f"), Reply.bulk("v")));
    assertThat(client.call("HELLO", "4"))
        .isEqualTo(Reply.ErrorReply.of("NOPROTO unsupported protocol version"));
    assertThat(client.call("HELLO", "3", "SETNAME", "me")).isInstanceOf(Reply.Dictionary.class);
    assertThat(client.call("HGETALL", "h")).isInstanceOf(Reply.Dictionary.class);
    assertThat(client.call("GET", "nosuch")).isEqualTo(Reply.NULL);
    assertThat(client.call("CLIENT", "GETNAME")).isEqualTo(Reply.bulk("me"));
    assertThat(client.call("RESET")).isEqualTo(Reply.simple("RESET"));
    assertThat(client.call("HGETALL", "h")).isInstanceOf(Reply.Array.class);
  }

  @Test
  void shouldTakeInlineCommands() {
    client.sendRaw("SET inline \"a b\"\r\nGET inline\n".getBytes(StandardCharsets.US_ASCII));
    assertThat(read(2)).containsExactly(Reply.OK, Reply.bulk("a b"));
  }

  @Test
  void shouldGuardDebug() {
    client.close();
    server.close();
    server = TestServer.start(folder, "enable-debug-command", "no");
    client = server.connect();
    assertThat(((Reply.ErrorReply) client.call("DEBUG", "SLEEP", "0")).text().toText())
        .startsWith("ERR DEBUG command not allowed.");
  }

  @Test
  void shouldRefuseChangesButNotCallsWhileTheDiskIsNearlyFull() {
    client.call("FUNCTION", "LOAD", library("a", "f"));
    client.call("CONFIG", "SET", "min-free-disk", Long.toString(Long.MAX_VALUE));
    for (Reply refused :
        List.of(
            client.call("FUNCTION", "LOAD", library("b", "g")),
            client.call("FUNCTION", "DELETE", "a"),
            client.call("FUNCTION", "FLUSH"))) {
      assertThat(((Reply.ErrorReply) refused).text().toText())
          .startsWith("MISCONF The disk of the event log");
    }
    assertThat(client.call("FCALL", "f", "0", "x")).isEqualTo(Reply.bulk("x"));
    client.call("CONFIG", "SET", "min-free-disk", "0");
    assertThat(client.call("FUNCTION", "LOAD", library("b", "g"))).isEqualTo(Reply.bulk("b"));
  }

  private List<Reply> read(int count) {
    List<Reply> replies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      replies.add(client.read());
    }
    return replies;
  }

  private static String library(String name, String function) {
    return LIBRARY.formatted(name, function);
  }
}
