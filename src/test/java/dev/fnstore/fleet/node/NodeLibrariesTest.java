package dev.fnstore.fleet.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Digest;
import dev.fnstore.testing.Peer;
import dev.fnstore.testing.SampleLibraries;
import io.vertx.redis.client.ProtocolVersion;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class NodeLibrariesTest {
  private final Nodes nodes = new Nodes();

  @AfterEach
  void close() {
    nodes.close();
  }

  @ParameterizedTest
  @EnumSource(Peer.Kind.class)
  void shouldReadLibrariesByteForByte(Peer.Kind kind) throws Exception {
    try (Peer peer = Peer.start(kind)) {
      NodeConnection connection = nodes.open(peer);
      assertThat(Nodes.get(NodeLibraries.read(connection))).isEmpty();

      Set<Bytes> sources = new HashSet<>(SampleLibraries.sources(1));
      for (Bytes source : sources) {
        Nodes.get(connection.ask(List.of(Bytes.of("FUNCTION"), Bytes.of("LOAD"), source)));
      }
      List<NodeLibrary> libraries = Nodes.get(NodeLibraries.read(connection));

      assertThat(libraries).extracting(NodeLibrary::source).hasSameElementsAs(sources);
      assertThat(libraries).extracting(NodeLibrary::name).isSorted().hasSize(sources.size());
      NodeLibrary first = libraries.get(0);
      assertThat(first.engine().equalsIgnoreCase("lua")).isTrue();
      assertThat(first.digest()).isEqualTo(Digest.of(first.source()));
      assertThat(first.functions()).containsExactly(Bytes.of("f_").concat(first.name()));
      assertThat(Nodes.get(NodeLibraries.rdbVersion(connection))).isEqualTo(kind.rdbVersion());
    }
  }

  @ParameterizedTest
  @EnumSource(Peer.Kind.class)
  void shouldReadTheShapesOfResp2(Peer.Kind kind) throws Exception {
    try (Peer peer = Peer.start(kind)) {
      NodeConnection connection = nodes.open(peer);
      for (String name : List.of("a", "b")) {
        Nodes.get(
            connection.ask(
                List.of(Bytes.of("FUNCTION"), Bytes.of("LOAD"), Nodes.library(name, "return 1"))));
      }
      Redis old =
          Redis.createClient(
              nodes.vertx(),
              new RedisOptions()
                  .setConnectionString("redis://127.0.0.1:" + peer.port())
                  .setPreferredProtocolVersion(ProtocolVersion.RESP2));
      var reply =
          Nodes.get(
              old.send(
                  io.vertx.redis.client.Request.cmd(
                      io.vertx.redis.client.Command.create("FUNCTION"), "LIST", "WITHCODE")));

      assertThat(NodeLibraries.libraries(reply))
          .isEqualTo(Nodes.get(NodeLibraries.read(connection)))
          .hasSize(2);
      Nodes.get(old.close());
    }
  }

  @Test
  void shouldRefuseWhatIsNoListAndNoPayload() throws Exception {
    try (Peer peer = Peer.start(Peer.Kind.VALKEY_8)) {
      NodeConnection connection = nodes.open(peer);
      for (String script :
          List.of("return 1", "return {1}", "return {{'a'}}", "return {{'functions',{}}}")) {
        var reply = Nodes.get(connection.ask("EVAL", script, "0"));
        assertThatThrownBy(() -> NodeLibraries.libraries(reply))
            .as(script)
            .isInstanceOf(NodeException.Unreachable.class)
            .hasMessageStartingWith("the answer to FUNCTION LIST is not that");
      }
    }
    assertThatThrownBy(() -> NodeLibraries.libraries(null))
        .isInstanceOf(NodeException.Unreachable.class);
    assertThatThrownBy(() -> NodeLibraries.rdbVersion(Bytes.of("no payload")))
        .hasMessageContaining("DUMP payload version or checksum are wrong");
  }
}
