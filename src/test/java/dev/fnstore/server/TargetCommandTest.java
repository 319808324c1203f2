package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.json.ReplyJson;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TARGET ADD, REMOVE and LIST: how targets are described, and that this is kept. */
final class TargetCommandTest {
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

  private String json(Object... words) {
    return ReplyJson.write(client.call(words));
  }

  @Test
  void shouldListWhatWasAdded() {
    assertThat(
            client.call(
                "TARGET",
                "ADD",
                "prod",
                "valkey://10.0.0.1:7000",
                "valkey://10.0.0.2:7000",
                "mode",
                "EXCLUSIVE",
                "auto",
                "no",
                "libraries",
                "a*",
                "b",
                "tag",
                "prod"))
        .isEqualTo(Reply.OK);
    assertThat(client.call("TARGET", "ADD", "dev", "redis://h")).isEqualTo(Reply.OK);
    assertThat(json("TARGET", "LIST"))
        .isEqualTo(
            "[{\"name\":\"dev\",\"uris\":[\"redis://h\"],\"mode\":\"managed\",\"auto\":\"no\","
                + "\"libraries\":[],\"tag\":null,\"add_revision\":2,\"deployed_revision\":null,"
                + "\"deployed_libraries\":0,\"deploying_revision\":null},"
                + "{\"name\":\"prod\",\"uris\":[\"valkey://10.0.0.1:7000\","
                + "\"valkey://10.0.0.2:7000\"],\"mode\":\"exclusive\",\"auto\":\"no\","
                + "\"libraries\":[\"a*\",\"b\"],\"tag\":\"prod\",\"add_revision\":1,"
                + "\"deployed_revision\":null,\"deployed_libraries\":0,"
                + "\"deploying_revision\":null}]");
  }

  @Test
  void shouldKeepTargetsOverARestart() {
    client.call("TARGET", "ADD", "prod", "valkey://10.0.0.1:7000");
    client.call("TARGET", "ADD", "gone", "valkey://10.0.0.1:7000");
    client.call("TARGET", "REMOVE", "gone");
    String before = json("TARGET", "LIST");
    stop();
    start();
    assertThat(json("TARGET", "LIST")).isEqualTo(before).contains("prod").doesNotContain("gone");
  }

  @Test
  void shouldBeInTheTrail() {
    client.call("TARGET", "ADD", "prod", "valkey://10.0.0.1:7000", "TAG", "v1", "MESSAGE", "new");
    client.call("TARGET", "REMOVE", "prod");
    assertThat(json("FUNCTION", "LOG", "KIND", "target"))
        .contains("\"detail\":\"add prod valkey://10.0.0.1:7000 mode managed auto no tag v1\"")
        .contains("\"message\":\"new\"")
        .contains("\"detail\":\"remove prod\"");
  }

  @Test
  void shouldDescribeATargetAnewOnlyWhereAsked() {
    client.call("TARGET", "ADD", "prod", "valkey://10.0.0.1:7000");
    assertThat(client.call("TARGET", "ADD", "prod", "valkey://10.0.0.2:7000"))
        .isEqualTo(Reply.err("Target 'prod' already exists: REPLACE describes it anew"));
    assertThat(client.call("TARGET", "ADD", "prod", "valkey://10.0.0.2:7000", "REPLACE"))
        .isEqualTo(Reply.OK);
    assertThat(json("TARGET", "LIST")).contains("10.0.0.2").doesNotContain("10.0.0.1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ADD 1x valkey://h | '1x' cannot name a target: a name is a letter, then letters, digits,"
            + " '.', '_', '-' and '/', at most 128 in all",
        "ADD x MODE managed | TARGET ADD needs the URI of one server of the target at least, such"
            + " as valkey://127.0.0.1:6379",
        "ADD x http://h | the URI does not begin with valkey://, redis://, valkeys:// or rediss://",
        "ADD x valkey://u:secret@h | a password in a URI is kept in the events of the log for ever,"
            + " where everybody sees it. Leave it out, and write ?password-env=VARIABLE or"
            + " ?password-file=/path to say where it is.",
        "ADD x valkey://h MODE some | MODE is exclusive or managed, not 'some'",
        "ADD x valkey://h AUTO maybe | AUTO is yes or no, not 'maybe'",
        "ADD x valkey://h TAG | TAG needs a value",
        "ADD x valkey://h TAG 5 | '5' cannot name a tag",
        "ADD x valkey://h IFREVISION 5 | TARGET ADD takes no IFREVISION",
        "REMOVE x | There is no target 'x'",
        "REMOVE x y | Unknown argument y"
      })
  void shouldRefuseWhatIsWrong(String request, String error) {
    Object[] words = ("TARGET " + request.strip()).split(" ");
    assertThat(client.call(words)).isEqualTo(Reply.err(error.strip()));
    assertThat(json("TARGET", "LIST")).isEqualTo("[]");
  }
}
