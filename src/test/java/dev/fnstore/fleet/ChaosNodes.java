package dev.fnstore.fleet;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.PeerCluster;
import dev.fnstore.testing.RespConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is asked of servers, past fnstore. */
final class ChaosNodes {
  private ChaosNodes() {}

  /** What a node holds, texts by name. */
  static SortedMap<String, String> libraries(PeerCluster.Node node) {
    try (RespConnection connection = node.connect().resp3()) {
      return libraries(connection);
    }
  }

  static SortedMap<String, String> libraries(RespConnection connection) {
    SortedMap<String, String> libraries = new TreeMap<>();
    Reply reply = connection.call("FUNCTION", "LIST", "WITHCODE");
    if (!(reply instanceof Reply.Array array)) {
      throw new UncheckedIOException(new IOException(reply.toString()));
    }
    for (Reply library : array.items()) {
      Map<String, Object> fields = FleetScene.fields(library);
      libraries.put(
          String.valueOf(fields.get("library_name")), String.valueOf(fields.get("library_code")));
    }
    return libraries;
  }

  /** A command that must succeed on a node. */
  static void demand(PeerCluster.Node node, Object... words) {
    Reply reply = node.ask(words);
    if (reply instanceof Reply.ErrorReply) {
      throw new IllegalStateException(node + ": " + List.of(words) + ": " + reply);
    }
  }
}
