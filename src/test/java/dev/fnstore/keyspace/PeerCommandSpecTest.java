package dev.fnstore.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandFlag;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.command.KeySpec;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.Peer;
import dev.fnstore.testing.RespConnection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the commands say of themselves against COMMAND INFO and COMMAND DOCS of Valkey 8.1. */
class PeerCommandSpecTest {
  @Test
  void shouldDescribeEveryCommandAsTheReferenceDoes() {
    try (Peer peer = Peer.start(Peer.Kind.VALKEY_8);
        RespConnection connection = peer.connect().resp3()) {
      for (DataCommand command : DataCommands.all()) {
        CommandSpec spec = command.spec();
        List<?> info = (List<?>) plain(connection.call("COMMAND", "INFO", spec.name()));
        List<?> theirs = (List<?>) info.get(0);

        assertThat(describe(spec)).as(spec.name()).isEqualTo(withoutRange(theirs));
        assertThat(range(spec)).as(spec.name()).isEqualTo(theirs.subList(3, 6));
      }
    }
  }

  @Test
  void shouldTellGroupAndAgeOfEveryCommandAsTheReferenceDoes() {
    try (Peer peer = Peer.start(Peer.Kind.VALKEY_8);
        RespConnection connection = peer.connect().resp3()) {
      for (DataCommand command : DataCommands.all()) {
        CommandSpec spec = command.spec();
        Map<?, ?> docs = (Map<?, ?>) plain(connection.call("COMMAND", "DOCS", spec.name()));

        Map<?, ?> entry = (Map<?, ?>) Objects.requireNonNull(docs.get(spec.name()));
        assertThat(spec.docs().group()).as(spec.name()).isEqualTo(entry.get("group"));
        assertThat(spec.docs().since()).as(spec.name()).isEqualTo(entry.get("since"));
      }
    }
  }

  @Test
  void shouldDocumentEveryCommand() {
    assertThat(DataCommands.all())
        .allSatisfy(
            command -> {
              CommandSpec.Docs docs = command.spec().docs();
              assertThat(docs.summary()).endsWith(".");
              assertThat(docs.complexity()).startsWith("O(");
              assertThat(docs.syntax().isEmpty())
                  .as(command.spec().name())
                  .isEqualTo(List.of("dbsize", "randomkey").contains(command.spec().name()));
            });
  }

  @Test
  void shouldNameEveryCommandOnce() {
    assertThat(DataCommands.all())
        .extracting(command -> command.spec().name())
        .doesNotHaveDuplicates()
        .hasSize(159);
  }

  private static List<Object> describe(CommandSpec spec) {
    Set<Object> flags = new HashSet<>();
    for (CommandFlag flag : spec.flags()) {
      flags.add(flag.text());
    }
    return List.of(
        spec.name(),
        (long) spec.arity(),
        flags,
        spec.categories().stream().map(category -> "@" + category).collect(Collectors.toSet()),
        new HashSet<>(spec.tips()),
        spec.keySpecs().stream().map(PeerCommandSpecTest::describe).collect(Collectors.toSet()),
        Set.of());
  }

  /** COMMAND INFO less its first key, last key and step. */
  private static List<Object> withoutRange(List<?> info) {
    List<Object> rest = new ArrayList<>(info);
    rest.subList(3, 6).clear();
    return rest;
  }

  /** As {@link CommandSpec} sums up the key specifications. */
  private static List<Long> range(CommandSpec spec) {
    return List.of((long) spec.firstKey(), (long) spec.lastKey(), (long) spec.keyStep());
  }

  private static Map<String, Object> describe(KeySpec keySpec) {
    Map<String, Object> described = new LinkedHashMap<>();
    if (!keySpec.notes().isEmpty()) {
      described.put("notes", keySpec.notes());
    }
    described.put("flags", new HashSet<>(keySpec.flags()));
    described.put("begin_search", describe(keySpec.begin()));
    described.put("find_keys", describe(keySpec.find()));
    return described;
  }

  private static Map<String, Object> describe(KeySpec.Begin begin) {
    if (begin instanceof KeySpec.Index index) {
      return search("index", Map.of("index", (long) index.index()));
    } else if (begin instanceof KeySpec.Keyword keyword) {
      return search(
          "keyword", Map.of("keyword", keyword.word(), "startfrom", (long) keyword.from()));
    }
    return search("unknown", Map.of());
  }

  private static Map<String, Object> describe(KeySpec.Find find) {
    if (find instanceof KeySpec.Range range) {
      return search(
          "range",
          Map.of(
              "lastkey", (long) range.lastKey(),
              "keystep", (long) range.step(),
              "limit", (long) range.limit()));
    } else if (find instanceof KeySpec.KeyNum keyNum) {
      return search(
          "keynum",
          Map.of(
              "keynumidx", (long) keyNum.keyNumIndex(),
              "firstkey", (long) keyNum.firstKey(),
              "keystep", (long) keyNum.step()));
    }
    return search("unknown", Map.of());
  }

  private static Map<String, Object> search(String type, Map<String, Object> spec) {
    return Map.of("type", type, "spec", spec);
  }

  /** Maps, sets, lists, strings and longs. */
  private static Object plain(Reply reply) {
    if (reply instanceof Reply.Dictionary map) {
      Map<Object, Object> plain = new LinkedHashMap<>();
      map.entries().forEach(entry -> plain.put(plain(entry.key()), plain(entry.value())));
      return plain;
    } else if (reply instanceof Reply.Group group) {
      return new HashSet<>(plain(group.items()));
    } else if (reply instanceof Reply.Array array) {
      return plain(array.items());
    } else if (reply instanceof Reply.Int number) {
      return number.value();
    } else if (reply instanceof Reply.Simple simple) {
      return text(simple.text());
    } else if (reply instanceof Reply.Bulk bulk) {
      return text(bulk.value());
    }
    throw new IllegalArgumentException("not in COMMAND INFO: " + reply);
  }

  private static List<Object> plain(List<Reply> items) {
    List<Object> plain = new ArrayList<>();
    items.forEach(item -> plain.add(plain(item)));
    return plain;
  }

  private static String text(Bytes bytes) {
    return bytes.toText();
  }
}
