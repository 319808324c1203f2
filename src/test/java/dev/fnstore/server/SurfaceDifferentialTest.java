package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.QuotedWords;
import dev.fnstore.resp.Protocol;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.Peer;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every command of {@code surface.txt} is answered as Valkey 8.1 answers it, in RESP2 and RESP3.
 */
final class SurfaceDifferentialTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void shouldAnswerAsTheReferenceDoes(Protocol protocol) throws IOException {
    List<String> differences = new ArrayList<>();
    int asked = 0;
    try (Peer peer = Peer.start(Peer.Kind.VALKEY_8);
        TestServer server = TestServer.start(folder);
        RespConnection theirs = peer.connect();
        RespConnection ours = server.connect()) {
      for (RespConnection connection : List.of(theirs, ours)) {
        if (protocol == Protocol.RESP3) {
          connection.resp3();
        }
      }
      for (String line : lines()) {
        asked++;
        char mark = line.charAt(0);
        boolean isMarked = mark == '?' || mark == '~';
        Object[] words = words(isMarked ? line.substring(2) : line);
        String reference = text(theirs.call(words), mark);
        String own = text(ours.call(words), mark);
        if (!own.equals(reference)) {
          differences.add(line + "\n    theirs: " + reference + "\n    ours:   " + own);
        }
      }
    }
    assertThat(differences).isEmpty();
    assertThat(asked).isGreaterThan(450);
  }

  private static List<String> lines() throws IOException {
    try (InputStream resource =
        Objects.requireNonNull(SurfaceDifferentialTest.class.getResourceAsStream("surface.txt"))) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    }
  }

  private static Object[] words(String line) {
    return QuotedWords.split(Bytes.of(line)).orElseThrow().toArray();
  }

  private static String text(Reply reply, char mark) {
    return switch (mark) {
      case '?' -> sorted(reply);
      case '~' -> reply.getClass().getSimpleName();
      default -> reply.toString();
    };
  }

  private static String sorted(Reply reply) {
    List<Object> items = new ArrayList<>();
    if (reply instanceof Reply.Array array) {
      items.addAll(array.items());
    } else if (reply instanceof Reply.Group group) {
      items.addAll(group.items());
    } else if (reply instanceof Reply.Dictionary map) {
      items.addAll(map.entries());
    }
    items.sort(Comparator.comparing(Object::toString));
    return reply.getClass().getSimpleName() + items;
  }
}
