package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.Peer;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The libraries of {@code data/examples} do here what they do on Valkey 8.1. */
final class ExampleLibrariesTest {
  private static final Path EXAMPLES = Path.of("data/examples");

  /** Calls whose replies do not depend on the time. */
  private static final List<String> CALLS =
      List.of(
          "FCALL rate_acquire 1 rl 2 60000 r1",
          "FCALL rate_acquire 1 rl 2 60000 r2",
          "FCALL_RO rate_usage 1 rl 60000",
          "FCALL rate_acquire 1 rl 2",
          "FCALL queue_push 3 w t j 1 one",
          "FCALL queue_push 3 w t j 1 again",
          "FCALL queue_push 3 w t j 2 two",
          "FCALL queue_take 3 w t j 60000",
          "FCALL_RO queue_length 3 w t j",
          "FCALL queue_ack 3 w t j 1",
          "FCALL queue_ack 3 w t j 1",
          "FCALL queue_take 3 w t j 0",
          "FCALL queue_take 3 w t j 60000",
          "FCALL queue_take 3 w t j 60000",
          "FCALL board_submit 1 b ann 10",
          "FCALL board_submit 1 b bob 20.5",
          "FCALL board_submit 1 b cy 15",
          "FCALL board_submit 1 b ann 5",
          "FCALL board_submit 1 b ann x",
          "FCALL_RO board_top 1 b 2",
          "FCALL_RO board_around 1 b cy 1",
          "FCALL_RO board_rank 1 b nobody",
          "FCALL session_create 2 s u id1 ann 100",
          "FCALL session_create 2 s u id1 ann 100",
          "FCALL session_touch 2 s u 100",
          "FCALL_RO session_user 2 s u",
          "FCALL session_destroy 2 s u id1",
          "FCALL session_touch 2 s u 100",
          "FCALL stock_supply 2 st re apple 5 pear 2",
          "FCALL stock_supply 2 st re apple -1",
          "FCALL stock_reserve 2 st re o1 apple 3 pear 2",
          "FCALL stock_reserve 2 st re o1 apple 1",
          "FCALL stock_reserve 2 st re o2 apple 1 pear 1",
          "FCALL_RO stock_count 2 st re apple",
          "FCALL stock_release 2 st re o1",
          "FCALL_RO stock_count 2 st re apple",
          "FCALL_RO stock_supply 2 st re apple 1");

  @TempDir Path folder;

  @Test
  void shouldReplyAsOnValkey() throws IOException {
    try (Peer peer = Peer.start(Peer.Kind.VALKEY_8);
        TestServer server = TestServer.start(folder);
        RespConnection theirs = peer.connect();
        RespConnection ours = server.connect()) {
      List<Path> examples = examples();
      assertThat(examples).hasSizeGreaterThanOrEqualTo(5);
      for (Path example : examples) {
        byte[] source = Files.readAllBytes(example);
        assertThat(ours.call("FUNCTION", "LOAD", source)).isInstanceOf(Reply.Bulk.class);
        assertThat(theirs.call("FUNCTION", "LOAD", source)).isInstanceOf(Reply.Bulk.class);
      }
      for (String call : CALLS) {
        Object[] words = call.split(" ", -1);
        assertThat(ours.call(words)).as(call).isEqualTo(theirs.call(words));
      }
    }
  }

  private static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files
          .filter(file -> file.toString().endsWith(".lua"))
          .filter(file -> !file.toString().endsWith("_test.lua"))
          .sorted()
          .toList();
    }
  }
}
