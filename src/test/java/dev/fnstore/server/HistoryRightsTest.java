package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each subcommand of history can be allowed or denied by itself, and has its categories. */
final class HistoryRightsTest {
  private static final List<String> CALLS =
      List.of("LIST", "LOG", "SHOW 2", "ROLLBACK 2", "COMPACT 1", "BACKUP DESCRIBE");

  @TempDir Path folder;

  /** Rights, then which of the subcommands a user has by them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          +function|list +function|log ; LIST LOG
          +@scripting ; LIST LOG SHOW ROLLBACK
          +@scripting +@admin ; LIST LOG SHOW ROLLBACK COMPACT BACKUP
          +@all -@dangerous ; LIST LOG SHOW ROLLBACK
          +@all -function|rollback ; LIST LOG SHOW COMPACT BACKUP
          +function|backup ; BACKUP
          +@read ; ''
          """)
  void shouldLetUsersDoWhatTheyMay(String rights, String allowed) {
    try (TestServer server = TestServer.start(folder);
        RespConnection client = server.connect()) {
      client.call(
          "FUNCTION",
          "LOAD",
          "#!lua name=a\nserver.register_function('f', function() return 1 end)");
      client.call("FUNCTION", "TAG", "SET", "t");
      assertThat(allowedOf(server, client, rights)).isEqualTo(allowed);
    }
  }

  private static String allowedOf(TestServer server, RespConnection client, String rights) {
    List<String> words = new ArrayList<>(List.of("ACL", "SETUSER", "ann", "on", "nopass"));
    words.addAll(List.of(rights.split(" ")));
    assertThat(client.call(words.toArray())).isEqualTo(Reply.OK);
    List<String> done = new ArrayList<>();
    try (RespConnection ann = server.connect()) {
      ann.call("AUTH", "ann", "");
      for (String call : CALLS) {
        String[] asked = ("FUNCTION " + call).split(" ");
        Reply reply = ann.call((Object[]) asked);
        if (reply instanceof Reply.ErrorReply error) {
          assertThat(error.text().toText()).startsWith("NOPERM ");
        } else {
          done.add(asked[1]);
        }
      }
    }
    return String.join(" ", done);
  }
}
