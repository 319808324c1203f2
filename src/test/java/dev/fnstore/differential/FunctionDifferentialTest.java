package dev.fnstore.differential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Protocol;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.Peer;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Seeded sequences of FUNCTION and FCALL commands; every reply must equal Valkey 8.1's, byte for
 * byte, the order of libraries and of a library's functions aside.
 *
 * <p>{@code -Ddifferential.seed=N} replays one seed, {@code -Ddifferential.seeds=N} runs more.
 */
final class FunctionDifferentialTest {
  private static final long FIRST_SEED = Long.getLong("differential.seed", 1);
  private static final int SEEDS = Integer.getInteger("differential.seeds", 25);
  private static final int COMMANDS = 400;

  @TempDir Path folder;

  private Peer peer;
  private TestServer server;

  @BeforeEach
  void start() {
    peer = Peer.start(Peer.Kind.VALKEY_8);
    server = TestServer.start(folder, "dump-rdb-version", "11");
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
    peer.close();
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void shouldReplyAsValkeyToEveryFunctionBody(Protocol protocol) {
    List<String> differences = new ArrayList<>();
    try (RespConnection ours = connect(server.port(), protocol);
        RespConnection theirs = connect(peer.port(), protocol)) {
      for (int i = 0; i < FunctionWorkload.bodyCount(); i++) {
        String library = FunctionWorkload.libraryOf(i);
        compare(FunctionWorkload.body(i), differences, ours, theirs, "FUNCTION", "LOAD", library);
        for (int round = 0; round < 2; round++) {
          compare(
              FunctionWorkload.body(i),
              differences,
              ours,
              theirs,
              "FCALL",
              "body_" + i,
              1,
              "s",
              "argument");
        }
        compare(
            FunctionWorkload.body(i),
            differences,
            ours,
            theirs,
            "FCALL_RO",
            "body_" + i,
            1,
            "s",
            "argument");
      }
    }
    assertThat(differences).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void shouldReplyAsValkeyToRandomSequences(Protocol protocol) {
    int seeds = Long.getLong("differential.seed") != null ? 1 : SEEDS;
    int compared = 0;
    for (long seed = FIRST_SEED; seed < FIRST_SEED + seeds; seed++) {
      try (RespConnection ours = connect(server.port(), protocol);
          RespConnection theirs = connect(peer.port(), protocol)) {
        List<String> differences = new ArrayList<>();
        run(seed, ours, theirs, differences);
        assertThat(differences)
            .as("replay with -Ddifferential.seed=%d, %s", seed, protocol)
            .isEmpty();
        compared += COMMANDS;
      }
    }
    System.out.printf("differential test: %d commands equal in %s%n", compared, protocol);
  }

  private static void run(
      long seed, RespConnection ours, RespConnection theirs, List<String> differences) {
    compare("start", differences, ours, theirs, "FUNCTION", "FLUSH");
    compare("start", differences, ours, theirs, "FLUSHALL");
    FunctionWorkload workload = new FunctionWorkload(seed);
    for (int i = 0; i < COMMANDS && differences.isEmpty(); i++) {
      Object[] words = workload.next().toArray();
      compare("command " + i, differences, ours, theirs, words);
      if (i % 50 == 49) {
        carry(differences, ours, theirs, i);
      }
    }
    compare("end", differences, ours, theirs, "DISCARD");
    compare("end", differences, ours, theirs, "FUNCTION", "LIST", "WITHCODE");
  }

  /** Valkey's own payload, restored by both with every policy. */
  private static void carry(
      List<String> differences, RespConnection ours, RespConnection theirs, int i) {
    compare("carry", differences, ours, theirs, "DISCARD");
    Reply dumped = theirs.call("FUNCTION", "DUMP");
    assertThat(dumped).isInstanceOf(Reply.Bulk.class);
    Reply.Bulk payload = (Reply.Bulk) dumped;
    String policy = List.of("APPEND", "REPLACE", "FLUSH").get(i / 50 % 3);
    if (i % 100 == 99) {
      compare("carry", differences, ours, theirs, "FUNCTION", "FLUSH");
    }
    compare("carry", differences, ours, theirs, "FUNCTION", "RESTORE", payload.value(), policy);
    compare("carry", differences, ours, theirs, "FUNCTION", "LIST", "WITHCODE");
  }

  private static void compare(
      String where,
      List<String> differences,
      RespConnection ours,
      RespConnection theirs,
      Object... words) {
    Reply own = normal(ours.call(words), words);
    Reply reference = normal(theirs.call(words), words);
    if (!own.equals(reference)) {
      List<String> shown = new ArrayList<>();
      for (Object word : words) {
        shown.add(word instanceof Bytes bytes ? bytes.toString() : word.toString());
      }
      differences.add("%s: %s%n  ours:   %s%n  valkey: %s".formatted(where, shown, own, reference));
    }
  }

  private static RespConnection connect(int port, Protocol protocol) {
    RespConnection connection = RespConnection.open(port);
    return protocol == Protocol.RESP3 ? connection.resp3() : connection;
  }

  /** Libraries, and the functions of one, come in an order of their own from each server. */
  private static Reply normal(Reply reply, Object[] words) {
    boolean isList =
        words.length > 1
            && words[0].toString().equalsIgnoreCase("function")
            && words[1].toString().equalsIgnoreCase("list");
    if (reply instanceof Reply.ErrorReply error) {
      return collision(error);
    }
    if (!isList || !(reply instanceof Reply.Array libraries)) {
      return reply;
    }
    return sorted(libraries.items().stream().map(FunctionDifferentialTest::withSorted).toList());
  }

  /** Of several names that collide, which one is told depends on that order too. */
  private static Reply collision(Reply.ErrorReply error) {
    String text = error.text().toLatin1();
    return text.matches("ERR (Function|Library) \\w+ already exists")
        ? Reply.err(text.contains("Function") ? "Function exists" : "Library exists")
        : error;
  }

  private static Reply withSorted(Reply library) {
    if (library instanceof Reply.Array flat) {
      List<Reply> items = new ArrayList<>(flat.items());
      items.set(5, sorted(((Reply.Array) items.get(5)).items()));
      return Reply.array(items);
    }
    List<Reply.Entry> entries = new ArrayList<>(((Reply.Dictionary) library).entries());
    Reply.Entry functions = entries.get(2);
    entries.set(
        2, new Reply.Entry(functions.key(), sorted(((Reply.Array) functions.value()).items())));
    return new Reply.Dictionary(entries);
  }

  private static Reply sorted(List<Reply> items) {
    return Reply.array(items.stream().sorted(Comparator.comparing(Object::toString)).toList());
  }
}
