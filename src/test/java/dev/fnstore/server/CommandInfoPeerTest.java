package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.Peer;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What COMMAND says of each of our commands is what Valkey 8.1 says of it. */
final class CommandInfoPeerTest {
  @TempDir Path folder;

  private Peer peer;
  private TestServer server;
  private RespConnection theirs;
  private RespConnection ours;

  /** What Valkey has not. */
  private static final Set<String> OWN =
      Set.of(
          "function|backup",
          "function|call",
          "function|compact",
          "function|diff",
          "function|log",
          "function|rollback",
          "function|show",
          "function|tag",
          "function|verify",
          "target",
          "target|add",
          "target|apply",
          "target|help",
          "target|import",
          "target|list",
          "target|plan",
          "target|remove",
          "target|status");

  /** What takes options of our own behind Valkey's words. */
  private static final List<String> WIDER_ARITIES =
      List.of(
          "function|delete: missing [arity 3], extra [arity -3]",
          "function|dump: missing [arity 2], extra [arity -2]");

  @BeforeEach
  void start() {
    peer = Peer.start(Peer.Kind.VALKEY_8);
    server = TestServer.start(folder);
    theirs = peer.connect().resp3();
    ours = server.connect().resp3();
  }

  @AfterEach
  void stop() {
    ours.close();
    theirs.close();
    server.close();
    peer.close();
  }

  @Test
  void shouldDescribeEveryCommandAsValkeyDoes() {
    List<String> names = names();
    assertThat(names).hasSizeGreaterThan(80).contains("function|load", "fcall", "set");
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      Set<String> own = facts(info(ours, name));
      Set<String> reference = facts(info(theirs, name));
      if (!own.equals(reference)) {
        Set<String> missing = new TreeSet<>(reference);
        missing.removeAll(own);
        Set<String> extra = new TreeSet<>(own);
        extra.removeAll(reference);
        differences.add(name + ": missing " + missing + ", extra " + extra);
      }
    }
    assertThat(differences).containsExactlyElementsOf(WIDER_ARITIES);
  }

  @Test
  void shouldDocumentEveryCommandInTheSameTerms() {
    List<String> differences = new ArrayList<>();
    for (String name : names()) {
      Reply own = docs(ours, name);
      Reply reference = docs(theirs, name);
      for (String key : List.of("since", "group")) {
        if (!value(own, key).equals(value(reference, key))) {
          differences.add(
              name + " " + key + ": " + value(own, key) + ", not " + value(reference, key));
        }
      }
      if (value(own, "summary").length() < 10) {
        differences.add(name + " has no summary");
      }
      if (has(own, "arguments") != has(reference, "arguments")) {
        differences.add(name + ": arguments are given by one of both only");
      }
    }
    assertThat(differences)
        .containsExactly("function|dump: arguments are given by one of both only"); // ASOF
  }

  @Test
  void shouldFindTheSameKeys() {
    for (List<String> command :
        List.of(
            List.of("fcall", "f", "2", "a", "b", "c"),
            List.of("fcall_ro", "f", "0", "a"),
            List.of("fcall", "f", "x", "a"),
            List.of("fcall", "f", "-1", "a"),
            List.of("fcall", "f", "9", "a"),
            List.of("eval", "return 1", "1", "k", "v"),
            List.of("set", "k", "v"),
            List.of("mset", "a", "1", "b", "2"),
            List.of("del", "a", "b", "c"),
            List.of("ping"),
            List.of("get"),
            List.of("nosuch", "a"),
            List.of("function", "load", "x"))) {
      Object[] words = new Object[command.size() + 2];
      words[0] = "COMMAND";
      for (String form : List.of("GETKEYS", "GETKEYSANDFLAGS")) {
        words[1] = form;
        for (int i = 0; i < command.size(); i++) {
          words[i + 2] = command.get(i);
        }
        assertThat(text(ours.call(words)))
            .as("%s of %s", form, command)
            .isEqualTo(text(theirs.call(words)));
      }
    }
  }

  @Test
  void shouldCountAndListItsCommands() {
    long count = ((Reply.Int) ours.call("COMMAND", "COUNT")).value();
    assertThat(items(ours.call("COMMAND", "LIST"))).hasSize((int) count);
    assertThat(((Reply.Array) ours.call("COMMAND")).items()).hasSize((int) count);
    assertThat(text(ours.call("COMMAND", "LIST", "FILTERBY", "PATTERN", "function*")))
        .contains("function|restore");
    assertThat(scripting(ours)).isEqualTo(scripting(theirs));
  }

  private Set<String> scripting(RespConnection connection) {
    Set<String> names =
        new TreeSet<>(texts(connection.call("COMMAND", "LIST", "FILTERBY", "ACLCAT", "scripting")));
    names.removeAll(OWN);
    return names;
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    for (String name : texts(ours.call("COMMAND", "LIST"))) {
      names.add(name);
      Reply.Array description = info(ours, name);
      for (Reply subcommand : items(description.items().get(9))) {
        names.add(text(((Reply.Array) subcommand).items().get(0)));
      }
    }
    assertThat(names).containsAll(OWN);
    names.removeAll(OWN);
    return names;
  }

  private static Reply.Array info(RespConnection connection, String name) {
    Reply reply = ((Reply.Array) connection.call("COMMAND", "INFO", name)).items().get(0);
    assertThat(reply).as(name).isInstanceOf(Reply.Array.class);
    return (Reply.Array) reply;
  }

  /** Everything but the subcommands, which differ where ours has fewer. */
  private static Set<String> facts(Reply.Array info) {
    Set<String> facts = new HashSet<>();
    facts.add("types " + info.items().stream().map(item -> item.getClass()).toList());
    facts.add("arity " + text(info.items().get(1)));
    facts.add("flags in order " + texts(info.items().get(2)));
    facts.add("keys " + info.items().subList(3, 6).stream().map(r -> text(r)).toList());
    facts.add("categories in order " + texts(info.items().get(6)));
    texts(info.items().get(7)).forEach(tip -> facts.add("tip " + tip));
    for (Reply keySpec : items(info.items().get(8))) {
      facts.add("key spec " + text(keySpec));
    }
    return facts;
  }

  private static Reply docs(RespConnection connection, String name) {
    Reply reply = connection.call("COMMAND", "DOCS", name);
    List<Reply.Entry> entries = ((Reply.Dictionary) reply).entries();
    assertThat(entries).as(name).hasSize(1);
    return entries.get(0).value();
  }

  private static boolean has(Reply map, String key) {
    return ((Reply.Dictionary) map)
        .entries().stream().anyMatch(entry -> text(entry.key()).equals(key));
  }

  private static String value(Reply map, String key) {
    return ((Reply.Dictionary) map)
        .entries().stream()
            .filter(entry -> text(entry.key()).equals(key))
            .map(entry -> text(entry.value()))
            .findFirst()
            .orElse("");
  }

  private static List<String> texts(Reply list) {
    return items(list).stream().map(item -> text(item)).toList();
  }

  private static List<Reply> items(Reply list) {
    return list instanceof Reply.Group group ? group.items() : ((Reply.Array) list).items();
  }

  private static String text(Reply reply) {
    if (reply instanceof Reply.Bulk bulk) {
      return bulk.value().toText();
    } else if (reply instanceof Reply.Simple simple) {
      return simple.text().toText();
    } else if (reply instanceof Reply.ErrorReply error) {
      return "-" + error.text().toText();
    } else if (reply instanceof Reply.Int integer) {
      return Long.toString(integer.value());
    } else if (reply instanceof Reply.Group group) {
      return "~" + new TreeSet<>(texts(group));
    } else if (reply instanceof Reply.Dictionary map) {
      return map.entries().stream()
          .map(entry -> text(entry.key()) + "=" + text(entry.value()))
          .sorted()
          .toList()
          .toString();
    }
    return reply instanceof Reply.Array array
        ? array.items().stream().map(item -> text(item)).toList().toString()
        : Bytes.of(reply.toString()).toText();
  }
}
