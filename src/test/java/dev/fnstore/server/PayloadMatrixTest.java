package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.ManualPagePayload;
import dev.fnstore.testing.Peer;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.SampleLibraries;
import dev.fnstore.testing.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Libraries carried from every real server through fnstore to every real server. */
final class PayloadMatrixTest {
  private static final long SEED = Long.getLong("payload.seed", 90_210);

  @TempDir Path folder;

  private final Map<Peer.Kind, Peer> peers = new EnumMap<>(Peer.Kind.class);
  private TestServer server;

  @BeforeEach
  void start() {
    for (Peer.Kind kind : Peer.Kind.values()) {
      peers.put(kind, Peer.start(kind));
    }
    server = TestServer.start(folder);
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
    peers.values().forEach(Peer::close);
  }

  @Test
  void shouldCarryLibrariesAllSixteenWays() {
    List<Bytes> sources = SampleLibraries.sources(SEED);
    assertThat(sources).hasSizeGreaterThanOrEqualTo(40);
    int ways = 0;
    for (Peer from : peers.values()) {
      Bytes carried = throughFnstore(from, sources);
      for (Peer to : peers.values()) {
        try (RespConnection target = to.connect()) {
          assertThat(target.call("FUNCTION", "RESTORE", carried, "FLUSH"))
              .as("from %s to %s", from.kind(), to.kind())
              .isEqualTo(Reply.OK);
          assertThat(codes(target))
              .as("from %s to %s", from.kind(), to.kind())
              .isEqualTo(byName(sources));
          ways++;
        }
      }
    }
    System.out.printf("payload matrix: %d of 16 ways, %d libraries each%n", ways, sources.size());
    assertThat(ways).isEqualTo(16);
  }

  private Bytes throughFnstore(Peer from, List<Bytes> sources) {
    try (RespConnection origin = from.connect();
        RespConnection fnstore = server.connect()) {
      origin.call("FUNCTION", "FLUSH");
      for (Bytes source : sources) {
        assertThat(origin.call("FUNCTION", "LOAD", source)).isInstanceOf(Reply.Bulk.class);
      }
      Bytes theirs = bulk(origin.call("FUNCTION", "DUMP"));
      assertThat(fnstore.call("FUNCTION", "RESTORE", theirs, "FLUSH")).isEqualTo(Reply.OK);
      assertThat(codes(fnstore)).isEqualTo(byName(sources));
      return bulk(fnstore.call("FUNCTION", "DUMP"));
    }
  }

  @Test
  void shouldDumpOneLibraryAsEachServerDumpsIt() {
    List<Bytes> sources = SampleLibraries.sources(SEED);
    int equal = 0;
    try (RespConnection fnstore = server.connect()) {
      for (Peer peer : peers.values()) {
        fnstore.call("CONFIG", "SET", "dump-rdb-version", peer.kind().rdbVersion());
        try (RespConnection theirs = peer.connect()) {
          for (Bytes source : sources) {
            fnstore.call("FUNCTION", "FLUSH");
            theirs.call("FUNCTION", "FLUSH");
            fnstore.call("FUNCTION", "LOAD", source);
            theirs.call("FUNCTION", "LOAD", source);
            assertThat(
                    bulk(fnstore.call("FUNCTION", "DUMP"))
                        .equals(bulk(theirs.call("FUNCTION", "DUMP"))))
                .as("%s, %d bytes", peer.kind(), source.length())
                .isTrue();
            equal++;
          }
        }
      }
    }
    System.out.printf("payload matrix: %d dumps of one library equal byte for byte%n", equal);
  }

  @Test
  void shouldRefuseThePrintedManualPageAndTakeTheMendedOne() {
    try (RespConnection fnstore = server.connect()) {
      fnstore.call("FUNCTION", "LOAD", SampleLibraries.sources(SEED).get(0));
      var before = codes(fnstore);
      assertThat(fnstore.call("FUNCTION", "RESTORE", ManualPagePayload.PRINTED, "FLUSH"))
          .isEqualTo(Reply.err("DUMP payload version or checksum are wrong"));
      assertThat(codes(fnstore)).isEqualTo(before);
      for (Peer peer : peers.values()) {
        try (RespConnection theirs = peer.connect()) {
          assertThat(theirs.call("FUNCTION", "RESTORE", ManualPagePayload.PRINTED, "FLUSH"))
              .as("%s", peer.kind())
              .isInstanceOf(Reply.ErrorReply.class);
        }
      }
      assertThat(fnstore.call("FUNCTION", "RESTORE", ManualPagePayload.MENDED, "FLUSH"))
          .isEqualTo(Reply.OK);
      assertThat(fnstore.call("FCALL", "myfunc", "0", "hello")).isEqualTo(Reply.bulk("hello"));
      fnstore.call("CONFIG", "SET", "dump-rdb-version", "12");
      assertThat(bulk(fnstore.call("FUNCTION", "DUMP"))).isEqualTo(ManualPagePayload.MENDED);
    }
  }

  private static SortedMap<Bytes, Bytes> codes(RespConnection connection) {
    SortedMap<Bytes, Bytes> codes = new TreeMap<>();
    Reply.Array list = (Reply.Array) connection.call("FUNCTION", "LIST", "WITHCODE");
    for (Reply library : list.items()) {
      List<Reply> fields = ((Reply.Array) library).items();
      codes.put(bulk(fields.get(1)), bulk(fields.get(fields.size() - 1)));
    }
    return codes;
  }

  private static SortedMap<Bytes, Bytes> byName(List<Bytes> sources) {
    SortedMap<Bytes, Bytes> codes = new TreeMap<>();
    for (Bytes source : new ArrayList<>(sources)) {
      int start = source.toLatin1().indexOf("name=") + 5;
      int end = start;
      while (Character.isLetterOrDigit(source.at(end)) || source.at(end) == '_') {
        end++;
      }
      codes.put(source.slice(start, end), source);
    }
    return codes;
  }

  private static Bytes bulk(Reply reply) {
    assertThat(reply).isInstanceOf(Reply.Bulk.class);
    return ((Reply.Bulk) reply).value();
  }
}
