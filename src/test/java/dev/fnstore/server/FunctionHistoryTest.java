package dev.fnstore.server;

import static dev.fnstore.server.HistoryReplies.get;
import static dev.fnstore.server.HistoryReplies.items;
import static dev.fnstore.server.HistoryReplies.keys;
import static dev.fnstore.server.HistoryReplies.source;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Digest;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** FUNCTION LOG, SHOW, DIFF, ROLLBACK, TAG and ASOF, over real sockets. */
final class FunctionHistoryTest {
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
  void shouldTellWhoDidWhat() {
    client.call("CLIENT", "SETNAME", "ann");
    client.call("CLIENT", "SETINFO", "LIB-NAME", "jedis");
    client.call("CLIENT", "SETINFO", "LIB-VER", "8.0.2");
    client.call("FUNCTION", "LOAD", "MESSAGE", "first", source("a", "f"));
    client.call("FUNCTION", "LOAD", "REPLACE", source("a", "g"));
    client.call("FUNCTION", "DELETE", "a", "MESSAGE", "no more");
    List<Reply> log = items(client.call("FUNCTION", "LOG"));
    assertThat(log).hasSize(3);
    Reply second = log.get(1);
    assertThat(keys(second))
        .containsExactly(
            "revision",
            "time",
            "time_ms",
            "kind",
            "user",
            "address",
            "client_name",
            "client_library",
            "message",
            "libraries",
            "digest",
            "detail");
    assertThat(get(log.get(0), "message")).isEqualTo(Reply.bulk("first"));
    assertThat(get(second, "revision")).isEqualTo(Reply.of(2));
    assertThat(get(second, "kind")).isEqualTo(Reply.bulk("load"));
    assertThat(get(second, "user")).isEqualTo(Reply.bulk("default"));
    assertThat(get(second, "client_name")).isEqualTo(Reply.bulk("ann"));
    assertThat(get(second, "client_library")).isEqualTo(Reply.bulk("jedis 8.0.2"));
    Reply effect = items(get(second, "libraries")).get(0);
    assertThat(get(effect, "name")).isEqualTo(Reply.bulk("a"));
    assertThat(get(effect, "version")).isEqualTo(Reply.of(2));
    assertThat(get(effect, "digest_before")).isEqualTo(digest(source("a", "f")));
    assertThat(get(effect, "digest_after")).isEqualTo(digest(source("a", "g")));
    Reply gone = items(get(log.get(2), "libraries")).get(0);
    assertThat(get(gone, "version")).isEqualTo(Reply.NULL);
    assertThat(get(gone, "digest_after")).isEqualTo(Reply.NULL);
    Reply shown = items(get(client.call("FUNCTION", "SHOW", "2"), "libraries")).get(0);
    assertThat(get(shown, "library_code")).isEqualTo(Reply.bulk(source("a", "g")));
  }

  @Test
  void shouldFindWhatIsAskedFor() {
    for (int i = 0; i < 5; i++) {
      client.call("FUNCTION", "LOAD", "REPLACE", source("a", "f"));
      client.call("FUNCTION", "LOAD", "REPLACE", source("Lib" + i, "g" + i));
    }
    client.call("FUNCTION", "DELETE", "a");
    client.call("FUNCTION", "FLUSH");
    assertThat(found()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    assertThat(found("LIBRARYNAME", "A")).containsExactly(1, 3, 5, 7, 9, 11);
    assertThat(found("LIBRARYNAME", "lib?")).containsExactly(2, 4, 6, 8, 10, 12);
    assertThat(found("LIBRARYNAME", "LIB3")).containsExactly(8, 12);
    assertThat(found("LIBRARYNAME", "none*")).isEmpty();
    assertThat(found("LIBRARYNAME", "none")).isEmpty();
    assertThat(found("KIND", "DELETE")).containsExactly(11);
    assertThat(found("USER", "default", "KIND", "flush")).containsExactly(12);
    assertThat(found("USER", "bob")).isEmpty();
    assertThat(found("LIMIT", "3")).containsExactly(1, 2, 3);
    assertThat(found("LIMIT", "3", "AFTER", "3")).containsExactly(4, 5, 6);
    assertThat(found("LIMIT", "3", "REVERSE")).containsExactly(12, 11, 10);
    assertThat(found("LIMIT", "3", "REVERSE", "AFTER", "10")).containsExactly(9, 8, 7);
    assertThat(found("SINCE", "4", "UNTIL", "6")).containsExactly(4, 5, 6);
    assertThat(found("SINCE", "4", "UNTIL", "6", "REVERSE")).containsExactly(6, 5, 4);
    assertThat(found("LIBRARYNAME", "a", "AFTER", "5", "LIMIT", "2")).containsExactly(7, 9);
    assertThat(found("LIBRARYNAME", "a", "REVERSE", "LIMIT", "2")).containsExactly(11, 9);
    assertThat(found("SINCE", "-1h", "UNTIL", "-0s")).hasSize(12);
    assertThat(found("UNTIL", "-1h")).isEmpty();
    assertThat(found("LIMIT", "0")).isEmpty();
  }

  @Test
  void shouldSeeWhatTheSameConnectionHasJustDone() {
    client.send("FUNCTION", "LOAD", source("a", "f"));
    client.send("FUNCTION", "LOG");
    client.send("FUNCTION", "LOAD", source("b", "g"));
    client.send("FUNCTION", "LIST", "ASOF", "1");
    client.send("FCALL", "g", "0");
    client.send("FUNCTION", "LOG");
    client.flush();
    assertThat(client.read()).isEqualTo(Reply.bulk("a"));
    assertThat(items(client.read())).hasSize(1);
    assertThat(client.read()).isEqualTo(Reply.bulk("b"));
    assertThat(items(client.read())).hasSize(1);
    assertThat(client.read()).isEqualTo(Reply.bulk("g"));
    assertThat(items(client.read())).hasSize(2);
  }

  @Test
  void shouldShowALibraryWithItsPlaceInHistory() {
    client.call("FUNCTION", "LOAD", source("a", "f"));
    client.call("FUNCTION", "LOAD", source("b", "g"));
    client.call("FUNCTION", "LOAD", "REPLACE", "MESSAGE", "why", source("a", "h"));
    Reply shown = client.call("FUNCTION", "SHOW", "LIBRARYNAME", "a");
    assertThat(keys(shown))
        .containsExactly(
            "library_name",
            "engine",
            "functions",
            "library_code",
            "create_revision",
            "mod_revision",
            "version",
            "digest",
            "time",
            "user",
            "message");
    assertThat(get(shown, "create_revision")).isEqualTo(Reply.of(1));
    assertThat(get(shown, "mod_revision")).isEqualTo(Reply.of(3));
    assertThat(get(shown, "version")).isEqualTo(Reply.of(2));
    assertThat(get(shown, "message")).isEqualTo(Reply.bulk("why"));
    Reply then = client.call("FUNCTION", "SHOW", "LIBRARYNAME", "a", "ASOF", "2");
    assertThat(get(then, "library_code")).isEqualTo(Reply.bulk(source("a", "f")));
    assertThat(client.call("FUNCTION", "SHOW", "LIBRARYNAME", "b", "ASOF", "1"))
        .isEqualTo(Reply.err("no library 'b' at revision 1"));
  }

  @Test
  void shouldTellDifferences() {
    client.call("FUNCTION", "LOAD", source("a", "f"));
    client.call("FUNCTION", "LOAD", source("b", "g"));
    client.call("FUNCTION", "LOAD", "REPLACE", source("a", "h"));
    client.call("FUNCTION", "DELETE", "b");
    client.call("FUNCTION", "LOAD", source("c", "i"));
    List<Reply> differences = items(client.call("FUNCTION", "DIFF", "2", "5"));
    assertThat(differences)
        .extracting(difference -> get(difference, "change"))
        .containsExactly(Reply.bulk("changed"), Reply.bulk("removed"), Reply.bulk("added"));
    Reply changed = differences.get(0);
    assertThat(get(changed, "functions_added")).isEqualTo(Reply.array(Reply.bulk("h")));
    assertThat(get(changed, "functions_removed")).isEqualTo(Reply.array(Reply.bulk("f")));
    assertThat(get(changed, "diff"))
        .isEqualTo(
            Reply.bulk(
                """
                --- a/a
                +++ b/a
                @@ -1,2 +1,2 @@
                 #!lua name=a
                -server.register_function('f', function() return 'f' end)
                +server.register_function('h', function() return 'h' end)
                """));
    assertThat(items(client.call("FUNCTION", "DIFF", "2", "5", "LIBRARYNAME", "B"))).hasSize(1);
    assertThat(client.call("FUNCTION", "DIFF", "5", "5")).isEqualTo(Reply.EMPTY_ARRAY);
  }

  @Test
  void shouldRollBackAsOneEvent() {
    client.call("FUNCTION", "LOAD", source("a", "f"));
    client.call("FUNCTION", "LOAD", source("b", "g"));
    client.call("FUNCTION", "TAG", "SET", "good");
    client.call("FUNCTION", "LOAD", "REPLACE", source("a", "h"));
    client.call("FUNCTION", "LOAD", source("c", "f"));
    client.call("FUNCTION", "DELETE", "b");
    assertThat(client.call("FUNCTION", "ROLLBACK", "good", "LIBRARYNAME", "a"))
        .isEqualTo(Reply.err("Function f already exists"));
    Reply planned = client.call("FUNCTION", "ROLLBACK", "good", "DRYRUN");
    assertThat(get(planned, "revision")).isEqualTo(Reply.of(6));
    Reply done =
        client.call("FUNCTION", "ROLLBACK", "good", "MESSAGE", "broken", "IFREVISION", "6");
    assertThat(keys(done)).containsExactly("revision", "from", "to", "added", "removed", "changed");
    assertThat(get(done, "revision")).isEqualTo(Reply.of(7));
    assertThat(get(done, "from")).isEqualTo(Reply.of(6));
    assertThat(get(done, "to")).isEqualTo(Reply.of(2));
    assertThat(get(done, "added")).isEqualTo(Reply.array(Reply.bulk("b")));
    assertThat(get(done, "removed")).isEqualTo(Reply.array(Reply.bulk("c")));
    assertThat(get(done, "changed")).isEqualTo(Reply.array(Reply.bulk("a")));
    assertThat(client.call("FCALL", "f", "0")).isEqualTo(Reply.bulk("f"));
    assertThat(client.call("FCALL", "h", "0")).isEqualTo(Reply.err("Function not found"));
    Reply entry = client.call("FUNCTION", "SHOW", "7");
    assertThat(get(entry, "kind")).isEqualTo(Reply.bulk("rollback"));
    assertThat(get(entry, "message")).isEqualTo(Reply.bulk("broken"));
    client.call("FUNCTION", "FLUSH");
    client.call("FUNCTION", "ROLLBACK", "7");
    assertThat(client.call("FUNCTION", "LIST", "WITHCODE"))
        .isEqualTo(client.call("FUNCTION", "LIST", "WITHCODE", "ASOF", "7"));
    assertThat(client.call("FUNCTION", "ROLLBACK", "0", "IFREVISION", "8"))
        .isEqualTo(Reply.ErrorReply.of("STALE the registry is at revision 9, not at 8"));
    assertThat(get(client.call("FUNCTION", "ROLLBACK", "0"), "removed"))
        .isEqualTo(Reply.array(Reply.bulk("a"), Reply.bulk("b")));
    assertThat(client.call("FUNCTION", "LIST")).isEqualTo(Reply.EMPTY_ARRAY);
  }

  @Test
  void shouldMindWhetherALibraryHasChangedSinceARevision() {
    client.call("FUNCTION", "LOAD", source("a", "f"));
    client.call("FUNCTION", "LOAD", "REPLACE", source("a", "g"));
    client.call("FUNCTION", "TAG", "SET", "x"); // who has seen this one has seen all changes
    assertThat(client.call("FUNCTION", "ROLLBACK", "1", "IFREVISION", "1"))
        .isEqualTo(Reply.ErrorReply.of("STALE the registry is at revision 2, not at 1"));
    assertThat(client.call("FUNCTION", "ROLLBACK", "1", "IFREVISION", "4"))
        .isEqualTo(Reply.ErrorReply.of("STALE the registry is at revision 2, not at 4"));
    assertThat(get(client.call("FUNCTION", "ROLLBACK", "1", "IFREVISION", "3"), "revision"))
        .isEqualTo(Reply.of(4));
    assertThat(client.call("FUNCTION", "FLUSH", "IFREVISION", "4")).isEqualTo(Reply.OK);
  }

  @Test
  void shouldKeepTagsOverARestart() {
    client.call("FUNCTION", "LOAD", source("a", "f"));
    assertThat(client.call("FUNCTION", "TAG", "SET", "v1")).isEqualTo(Reply.of(1));
    assertThat(client.call("FUNCTION", "TAG", "SET", "start", "0")).isEqualTo(Reply.of(0));
    client.call("FUNCTION", "TAG", "SET", "gone", "v1");
    assertThat(client.call("FUNCTION", "TAG", "DELETE", "gone")).isEqualTo(Reply.OK);
    assertThat(client.call("FUNCTION", "TAG", "DELETE", "gone"))
        .isEqualTo(Reply.err("no tag 'gone'"));
    Reply before = client.call("FUNCTION", "TAG", "LIST");
    assertThat(items(before))
        .extracting(tag -> get(tag, "name"))
        .containsExactly(Reply.bulk("start"), Reply.bulk("v1"));
    stop();
    start();
    assertThat(client.call("FUNCTION", "TAG", "LIST")).isEqualTo(before);
    assertThat(items(client.call("FUNCTION", "LIST", "ASOF", "v1"))).hasSize(1);
    assertThat(client.call("FUNCTION", "LIST", "ASOF", "start")).isEqualTo(Reply.EMPTY_ARRAY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          LIST ASOF 2 ; ERR revision 2 is in the future: the log ends at revision 1
          DUMP ASOF 2 ; ERR revision 2 is in the future: the log ends at revision 1
          LIST ASOF 2999-01-01T00:00:00Z ; ERR that point is in the future: the log ends at revision 1
          LIST ASOF nosuch ; ERR no tag 'nosuch'
          LIST ASOF ; ERR ASOF needs a value
          LOG LIMIT ; ERR LIMIT needs a value
          TAG SET ; ERR SET needs a value
          BACKUP EVENTS ; ERR EVENTS needs a value
          BACKUP EVENTS AFTER 2 ; ERR revision 2 is in the future: the log ends at revision 1
          BACKUP IMAGE 1 ; ERR the log does not begin at revision 1 but at 0
          BACKUP CODE 12 ; ERR '12' is no digest: it has 64 hexadecimal digits
          BACKUP EVERYTHING ; ERR Unknown argument EVERYTHING
          LOG LIMIT 10001 ; ERR LIMIT takes a number between 0 and 10000
          LOG SIDEWAYS ; ERR Unknown argument SIDEWAYS
          LOG AFTER -1 ; ERR '-1' is no revision: it is a number, 0, 1, 2 ...
          LOG AFTER 2 ; ERR revision 2 is in the future: the log ends at revision 1
          SHOW 0 ; ERR revision 0 is the empty registry, before the first event
          SHOW 7 ; ERR revision 7 is in the future: the log ends at revision 1
          SHOW LIBRARYNAME x ; ERR no library 'x' at revision 1
          TAG SET 7 ; ERR '7' cannot name a tag: a name is a letter, then letters, digits, '.', '_', '-' and '/', at most 128 in all
          TAG SET x 9 ; ERR revision 9 is in the future: the log ends at revision 1
          TAG SET x IFREVISION 0 ; ERR TAG takes no IFREVISION
          COMPACT 1 IFREVISION 1 ; ERR COMPACT takes no IFREVISION
          ROLLBACK 9 ; ERR revision 9 is in the future: the log ends at revision 1
          DELETE a IFREVISION 9 ; STALE library 'a' is at revision 1, not at 9
          DELETE a x ; ERR wrong number of arguments for 'function|delete' command
          DUMP x ; ERR wrong number of arguments for 'function|dump' command
          """)
  void shouldSayWhatIsWrong(String words, String error) {
    client.call("FUNCTION", "LOAD", source("a", "f"));
    Object[] call = Stream.concat(Stream.of("FUNCTION"), Stream.of(words.split(" "))).toArray();
    assertThat(client.call(call)).isEqualTo(Reply.ErrorReply.of(error));
    assertThat(items(client.call("FUNCTION", "LOG"))).hasSize(1);
  }

  @Test
  void shouldVerifyItselfAgainstWhatIsKnown() {
    client.call("FUNCTION", "LOAD", source("a", "f"));
    client.call("FUNCTION", "LOAD", source("b", "g"));
    client.call("FUNCTION", "FLUSH");
    Reply verdict = client.call("FUNCTION", "VERIFY");
    assertThat(keys(verdict))
        .containsExactly(
            "ok", "events", "head_revision", "head_digest", "first_bad_revision", "reason");
    assertThat(get(verdict, "ok")).isEqualTo(Reply.of(1));
    assertThat(get(verdict, "events")).isEqualTo(Reply.of(3));
    Reply digest = get(client.call("FUNCTION", "SHOW", "3"), "digest");
    assertThat(get(verdict, "head_digest")).isEqualTo(digest);
    Bytes second = ((Reply.Bulk) get(client.call("FUNCTION", "SHOW", "2"), "digest")).value();
    Reply part = client.call("FUNCTION", "VERIFY", "FROM", "2", "TO", "2", "EXPECT", "2", second);
    assertThat(get(part, "ok")).isEqualTo(Reply.of(1));
    assertThat(get(part, "events")).isEqualTo(Reply.of(1));
    Reply other = client.call("FUNCTION", "VERIFY", "EXPECT", "3", second);
    assertThat(get(other, "ok")).isEqualTo(Reply.of(0));
    assertThat(get(other, "first_bad_revision")).isEqualTo(Reply.of(3));
    Reply cut = client.call("FUNCTION", "VERIFY", "EXPECT", "9", second);
    assertThat(get(cut, "ok")).isEqualTo(Reply.of(0));
    assertThat(get(cut, "first_bad_revision")).isEqualTo(Reply.of(4));
    assertThat(client.call("FUNCTION", "VERIFY", "TO", "4"))
        .isEqualTo(Reply.err("revision 4 is in the future: the log ends at revision 3"));
  }

  @Test
  void shouldCallAFunctionAsItWas() {
    client.call("FUNCTION", "LOAD", counting("a", "'one:' .. server.call('get', keys[1])"));
    client.call("FUNCTION", "LOAD", "REPLACE", counting("a", "'two'"));
    client.call("FUNCTION", "LOAD", "REPLACE", counting("a", "server.call('set', keys[1], 'x')"));
    client.call("FUNCTION", "DELETE", "a");
    client.call("SET", "k", "today");
    for (int i = 0; i < 2; i++) { // what it keeps in upvalues ends with the call
      assertThat(client.call("FUNCTION", "CALL", "ASOF", "1", "f", "1", "k"))
          .isEqualTo(Reply.bulk("1one:today"));
    }
    assertThat(client.call("FUNCTION", "CALL", "ASOF", "2", "F", "0"))
        .isEqualTo(Reply.bulk("1two"));
    assertThat(
            ((Reply.ErrorReply) client.call("FUNCTION", "CALL", "ASOF", "3", "f", "1", "k"))
                .text()
                .toText())
        .startsWith("ERR Can not execute a script with write flag using *_ro command.");
    assertThat(client.call("FUNCTION", "CALL", "ASOF", "4", "f", "0"))
        .isEqualTo(Reply.err("Function not found"));
    assertThat(client.call("FUNCTION", "CALL", "ASOF", "1", "f", "2", "k"))
        .isEqualTo(Reply.err("Number of keys can't be greater than number of args"));
    assertThat(client.call("GET", "k")).isEqualTo(Reply.bulk("today"));
  }

  private static String counting(String name, String result) {
    return ("#!lua name=%s\nlocal n = 0\nserver.register_function{function_name='f',"
            + " callback=function(keys) n = n + 1 return n .. %s end, flags={%s}}")
        .formatted(name, result, result.contains("'set'") ? "" : "'no-writes'");
  }

  @Test
  void shouldNotReadHistoryInATransaction() {
    client.call("MULTI");
    assertThat(client.call("FUNCTION", "LOG"))
        .isEqualTo(Reply.err("Command not allowed inside a transaction"));
    client.call("DISCARD");
    client.call("MULTI");
    client.call("FUNCTION", "LIST", "ASOF", "0");
    client.call("FUNCTION", "LIST");
    assertThat(client.call("EXEC"))
        .isEqualTo(
            Reply.array(
                Reply.err("history is not read inside a transaction or a script"),
                Reply.EMPTY_ARRAY));
  }

  private List<Integer> found(String... query) {
    Object[] call = Stream.concat(Stream.of("FUNCTION", "LOG"), Stream.of(query)).toArray();
    List<Integer> revisions = new ArrayList<>();
    for (Reply entry : items(client.call(call))) {
      revisions.add((int) ((Reply.Int) get(entry, "revision")).value());
    }
    return revisions;
  }

  private static Reply digest(String source) {
    return Reply.bulk(Digest.of(Bytes.of(source)).toHex());
  }
}
