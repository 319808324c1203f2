package dev.fnstore.fleet.node;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Digest;
import dev.fnstore.payload.PayloadException;
import dev.fnstore.payload.PayloadLimits;
import dev.fnstore.payload.PayloadReader;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The functions of a server themselves. All failures are {@link NodeException}. */
public final class NodeLibraries {
  private static final Replies LIST = new Replies("FUNCTION LIST");
  private static final Replies DUMP = new Replies("FUNCTION DUMP");

  private NodeLibraries() {}

  /** All libraries with their sources, in the order of their names. */
  public static Future<List<NodeLibrary>> read(NodeConnection connection) {
    // digests of many megabytes are not for an event loop
    return connection
        .ask("FUNCTION", "LIST", "WITHCODE")
        .compose(reply -> connection.vertx().executeBlocking(() -> libraries(reply), false));
  }

  /** What FUNCTION DUMP gives. */
  public static Future<Bytes> dump(NodeConnection connection) {
    return connection
        .ask("FUNCTION", "DUMP")
        .compose(reply -> connection.vertx().executeBlocking(() -> DUMP.bytes(reply), false));
  }

  /** The RDB version that the server writes, of its FUNCTION DUMP. */
  public static Future<Integer> rdbVersion(NodeConnection connection) {
    return dump(connection)
        .compose(payload -> connection.vertx().executeBlocking(() -> rdbVersion(payload), false));
  }

  /**
   * The RDB version of a payload.
   *
   * @throws NodeException if it is damaged, or of a version that is not known
   */
  public static int rdbVersion(Bytes payload) throws NodeException {
    try {
      return PayloadReader.open(payload, new PayloadLimits(0, 0)).rdbVersion();
    } catch (PayloadException e) {
      throw DUMP.strange(String.valueOf(e.getMessage()));
    }
  }

  static List<NodeLibrary> libraries(@Nullable Response reply) throws NodeException {
    List<NodeLibrary> libraries = new ArrayList<>();
    for (Response item : LIST.items(reply)) {
      libraries.add(library(LIST.fields(item)));
    }
    libraries.sort(Comparator.comparing(NodeLibrary::name));
    return List.copyOf(libraries);
  }

  private static NodeLibrary library(Map<String, @Nullable Response> fields) throws NodeException {
    List<Bytes> functions = new ArrayList<>();
    for (Response function : LIST.items(fields.get("functions"))) {
      functions.add(LIST.bytes(LIST.fields(function).get("name")));
    }
    Bytes source = LIST.bytes(fields.get("library_code"));
    return new NodeLibrary(
        LIST.bytes(fields.get("library_name")),
        LIST.bytes(fields.get("engine")),
        source,
        Digest.of(source),
        functions);
  }
}
