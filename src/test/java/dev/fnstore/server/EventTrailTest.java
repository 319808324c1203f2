package dev.fnstore.server;

import static dev.fnstore.server.HistoryReplies.get;
import static dev.fnstore.server.HistoryReplies.items;
import static dev.fnstore.server.HistoryReplies.source;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.json.ReplyJson;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes into the log beside functions, and who is told of what comes into it. */
final class EventTrailTest {
  @TempDir Path folder;

  private TestServer server;
  private RespConnection client;

  @BeforeEach
  void start() {
    server = TestServer.start(folder);
    client = server.connect().resp3();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void shouldTellSubscribersOfEachEventInOrder() {
    try (RespConnection subscriber = server.connect();
        RespConnection other = server.connect()) {
      var unused = subscriber.call("SUBSCRIBE", "__fnstore__:events");
      unused = other.call("PSUBSCRIBE", "__fnstore__*");
      client.call("FUNCTION", "LOAD", "MESSAGE", "say \"why\"", source("a", "f"));
      client.send("MULTI");
      client.send("FUNCTION", "LOAD", source("b", "g"));
      client.send("FUNCTION", "FLUSH");
      client.send("EXEC");
      client.flush();
      for (int i = 0; i < 4; i++) {
        unused = client.read();
      }
      List<String> told = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        List<Reply> message = items(subscriber.read());
        assertThat(message.get(1)).isEqualTo(Reply.bulk("__fnstore__:events"));
        told.add(((Reply.Bulk) message.get(2)).value().toText());
        assertThat(items(other.read()).get(3)).isEqualTo(message.get(2));
      }
      List<String> logged = new ArrayList<>();
      items(client.call("FUNCTION", "LOG")).forEach(entry -> logged.add(ReplyJson.write(entry)));
      assertThat(told).isEqualTo(logged);
      assertThat(told.get(0))
          .startsWith("{\"revision\":1,\"time\":\"")
          .contains("\"message\":\"say \\\"why\\\"\",\"libraries\":[{\"name\":\"a\",\"version\":1,")
          .contains("\"digest_before\":null");
      assertThat(client.call("PUBLISH", "__fnstore__:events", "{}"))
          .isEqualTo(Reply.err("channels that begin with '__fnstore__:' are the server's own"));
    }
  }

  @Test
  void shouldKeepChangesOfUsersAndParametersInTheTrail() {
    client.call("ACL", "SETUSER", "ann", "on", ">topsecret", "+@read", "~k*");
    client.call("CONFIG", "SET", "maxclients", "900", "requirepass", "topsecret");
    client.call("ACL", "DELUSER", "ann");
    client.call("ACL", "DELUSER", "nobody");
    List<Reply> log = items(client.call("FUNCTION", "LOG"));
    assertThat(log)
        .extracting(entry -> get(entry, "kind"))
        .containsExactly(Reply.bulk("acl"), Reply.bulk("config"), Reply.bulk("acl"));
    assertThat(((Reply.Bulk) get(log.get(0), "detail")).value().toText())
        .startsWith("SETUSER ann on ")
        .endsWith(" +@read ~k*");
    assertThat(log.toString()).doesNotContain("topsecret");
  }
}
