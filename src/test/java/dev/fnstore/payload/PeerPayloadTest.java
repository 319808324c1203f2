package dev.fnstore.payload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.Peer;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.SampleLibraries;
import java.util.List;
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
      List<Bytes> sources = SampleLibraries.sources(SEED);
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
    Bytes[] sources = SampleLibraries.sources(SEED).toArray(Bytes[]::new);
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
}
