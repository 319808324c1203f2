package dev.fnstore.payload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.Peer;
import dev.fnstore.testing.RespConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Payloads against those of real servers, byte for byte. */
class PeerPayloadTest {
  private static final long SEED = Long.getLong("payload.seed", 90_210);

  @ParameterizedTest
  @EnumSource(Peer.Kind.class)
  void shouldDumpTheBytesThatARealServerDumps(Peer.Kind kind) throws PayloadException {
    try (Peer peer = Peer.start(kind);
        RespConnection connection = peer.connect()) {
      List<Bytes> sources = sources();
      for (int i = 0; i < sources.size(); i++) {
        Bytes source = sources.get(i);
        assertThat(connection.call("FUNCTION", "FLUSH")).isEqualTo(Reply.OK);
        assertThat(connection.call("FUNCTION", "LOAD", source)).isInstanceOf(Reply.Bulk.class);

        Bytes theirs = ((Reply.Bulk) connection.call("FUNCTION", "DUMP")).value();
        Bytes ours = Payloads.dump(kind.rdbVersion(), source);

        assertThat(ours.equals(theirs))
            .as("seed %d, library %d of %d bytes", SEED, i, source.length())
            .isTrue();
        assertThat(Payloads.read(theirs)).containsExactly(source);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Peer.Kind.class)
  void shouldBeRestoredByARealServer(Peer.Kind kind) throws PayloadException {
    Bytes[] sources = sources().toArray(Bytes[]::new);
    try (Peer peer = Peer.start(kind);
        RespConnection connection = peer.connect()) {
      for (int version : List.of(RdbVersion.DEFAULT, kind.rdbVersion())) {
        Bytes payload = Payloads.dump(version, sources);

        assertThat(connection.call("FUNCTION", "RESTORE", payload, "FLUSH")).isEqualTo(Reply.OK);

        Bytes theirs = ((Reply.Bulk) connection.call("FUNCTION", "DUMP")).value();
        assertThat(Payloads.read(theirs)).containsExactlyInAnyOrder(sources);
      }
    }
  }

  /** The reference takes a payload of a version older than functions are; so does the reader. */
  @ParameterizedTest
  @EnumSource(value = Peer.Kind.class, names = "VALKEY_8")
  void shouldJudgeOldVersionsAsTheReferenceDoes(Peer.Kind kind) {
    try (Peer peer = Peer.start(kind);
        RespConnection connection = peer.connect()) {
      for (int version : List.of(0, 1, 9, 10, 11)) {
        assertThat(connection.call("FUNCTION", "RESTORE", Payloads.seal(new byte[0], version)))
            .isEqualTo(Reply.OK);
        assertThat(RdbVersion.isReadable(version)).isTrue();
      }
    }
  }

  /** More than 40: from the smallest to 1 MB, packable and not, in any bytes. */
  private static List<Bytes> sources() {
    Random random = new Random(SEED);
    List<String> bodies = new ArrayList<>();
    for (int length : List.of(0, 1, 2, 3, 8, 20, 31, 32, 33, 64, 263, 264, 265, 8191, 8192, 8193)) {
      bodies.add(noise(random, length, 94));
      bodies.add("a".repeat(length));
    }
    bodies.add(noise(random, 65_536, 200));
    bodies.add(noise(random, 65_536, 4));
    bodies.add(noise(random, 1 << 20, 200));
    bodies.add(noise(random, 1 << 20, 12));
    bodies.add("ab".repeat(1 << 19));
    bodies.add("\u00c3\u00a9\u00e2\u0082\u00ac \u00f0\u009f\u0098\u0080 ".repeat(30));
    bodies.add("\u00ff\u00fe\u0080\u0001\u007f".repeat(7));
    for (int i = 0; i < 12; i++) {
      bodies.add(repeats(random, 1 << random.nextInt(17)));
    }
    List<Bytes> sources = new ArrayList<>();
    for (String body : bodies) {
      sources.add(source("lib" + sources.size(), "\n", body));
    }
    sources.add(source("crlf", "\r\n", "x"));
    sources.add(source("n" + "ame".repeat(50), "\n", ""));
    sources.add(source("n" + noise(random, 5000, 26), "\n", ""));
    sources.add(source("n" + noise(random, 20_000, 1), "\n", "z"));
    return sources;
  }

  private static Bytes source(String name, String lineEnd, String comment) {
    return Bytes.wrap(
        Payloads.latin1(
            "#!lua name=%s%sredis.register_function('f_%s',function() end)--%s"
                .formatted(name, lineEnd, name, comment)));
  }

  /** Letters from {@code a} on, so that few of them are a name and none of them is a line's end. */
  private static String noise(Random random, int length, int letters) {
    StringBuilder noise = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      noise.append(
          (char) (letters <= 26 ? 'a' + random.nextInt(letters) : 32 + random.nextInt(letters)));
    }
    return noise.toString();
  }

  private static String repeats(Random random, int length) {
    StringBuilder text = new StringBuilder(noise(random, 40, 90));
    while (text.length() < length) {
      int from = Math.max(0, text.length() - 1 - random.nextInt(10_000));
      int to = Math.min(text.length(), from + 1 + random.nextInt(600));
      text.append(text, from, to).append(noise(random, random.nextInt(8), 90));
    }
    return text.toString();
  }
}
