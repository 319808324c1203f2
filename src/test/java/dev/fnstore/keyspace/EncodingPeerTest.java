package dev.fnstore.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Protocol;
import dev.fnstore.testing.Peer;
import dev.fnstore.testing.RespConnection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** OBJECT ENCODING of values of all sizes that matter, beside that of a real Valkey 8.1. */
class EncodingPeerTest {
  private static final int[] COUNTS = {1, 2, 100, 128, 129, 511, 512, 513, 2000};
  private static final int[] LENGTHS = {0, 1, 20, 31, 32, 38, 39, 40, 41, 44, 45, 64, 65, 8192};

  @Test
  void shouldNameWhatAValueOfThisSizeIsKeptAs() {
    try (Peer peer = Peer.start(Peer.Kind.VALKEY_8);
        RespConnection connection = peer.connect()) {
      Subject subject = new Subject(Protocol.RESP2, System.currentTimeMillis());
      for (List<Bytes> command : commands()) {
        connection.call(command.toArray());
        subject.call(command);
        List<Bytes> question = List.of(Bytes.of("object"), Bytes.of("encoding"), command.get(1));
        assertThat(subject.call(question))
            .as("after %s of %d words to %s", command.get(0), command.size(), command.get(1))
            .isEqualTo(connection.call(question.toArray()));
      }
    }
  }

  private static List<List<Bytes>> commands() {
    List<List<Bytes>> commands = new ArrayList<>();
    for (int length : LENGTHS) {
      String word = "x".repeat(length);
      commands.add(command("set", "short", word));
      commands.add(command("set", "a key of more than 31 characters", word));
      commands.add(command("hset", "field" + length, word, "v"));
      commands.add(command("hset", "value" + length, "f", word));
      commands.add(command("sadd", "member" + length, word));
      commands.add(command("zadd", "scored" + length, "1", word));
      commands.add(command("rpush", "element" + length, word));
    }
    for (String number :
        new String[] {"0", "-1", "9223372036854775807", "9223372036854775808", "01", "1.5"}) {
      commands.add(command("set", "number", number));
      commands.add(command("sadd", "number" + number, number));
    }
    for (int count : COUNTS) {
      commands.add(many("hset", "hash", count, "field", "value"));
      commands.add(many("sadd", "integers", count, ""));
      commands.add(many("sadd", "members", count, "member"));
      commands.add(many("zadd", "sorted", count, "", "member"));
      commands.add(many("rpush", "list", count, "element"));
    }
    commands.add(command("xadd", "stream", "1-1", "a", "b"));
    return commands;
  }

  private static List<Bytes> command(String... words) {
    return List.of(words).stream().map(Bytes::of).toList();
  }

  /** A new key with so many elements, each of these words with the number of the element. */
  private static List<Bytes> many(String name, String key, int count, String... words) {
    List<Bytes> command = new ArrayList<>(List.of(Bytes.of(name), Bytes.of(key + count)));
    for (int i = 0; i < count; i++) {
      for (String word : words) {
        command.add(Bytes.of(word + i));
      }
    }
    return command;
  }
}
