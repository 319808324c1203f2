package dev.fnstore.fleet;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.Polling;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A server with a fleet, and what tests of it ask. */
final class FleetScene implements AutoCloseable {
  private final Path folder;
  private TestServer server;
  private RespConnection client;

  FleetScene(Path folder) {
    this.folder = folder;
    this.server = TestServer.start(folder, "target-interval", "300");
    this.client = server.connect().resp3();
  }

  /** Ends the server and starts it again. */
  void restart() {
    close();
    server = TestServer.start(folder, "target-interval", "300");
    client = server.connect().resp3();
  }

  Reply call(Object... words) {
    return client.call(words);
  }

  /** What INFO says of a section. */
  String infoText(String section) {
    return ((Reply.Verbatim) call("INFO", section)).text().toText();
  }

  int port() {
    return server.port();
  }

  /** A library of one function that gives the version. */
  static String library(String name, Object version) {
    return "#!lua name="
        + name
        + "\nserver.register_function{function_name='"
        + name
        + "_version', callback=function() return '"
        + version
        + "' end, flags={'no-writes'}}";
  }

  void load(String name, Object version) {
    Reply reply = call("FUNCTION", "LOAD", "REPLACE", library(name, version));
    if (reply instanceof Reply.ErrorReply) {
      throw new AssertionError(reply.toString());
    }
  }

  /** The fields of each node of TARGET STATUS, by address. */
  Map<String, Map<String, Object>> status(String target) {
    Map<String, Map<String, Object>> nodes = new TreeMap<>();
    for (Reply node : ((Reply.Array) call("TARGET", "STATUS", target)).items()) {
      Map<String, Object> fields = fields(node);
      nodes.put(String.valueOf(fields.get("address")), fields);
    }
    return nodes;
  }

  static Map<String, Object> fields(Reply map) {
    Map<String, Object> fields = new TreeMap<>();
    for (Reply.Entry entry : ((Reply.Dictionary) map).entries()) {
      fields.put(text(entry.key()), plain(entry.value()));
    }
    return fields;
  }

  private static Object plain(Reply reply) {
    if (reply instanceof Reply.Array array) {
      List<Object> items = new ArrayList<>();
      array.items().forEach(item -> items.add(plain(item)));
      return items;
    } else if (reply instanceof Reply.Dictionary) {
      return fields(reply);
    } else if (reply instanceof Reply.Int number) {
      return number.value();
    }
    return text(reply);
  }

  static String text(Reply reply) {
    if (reply instanceof Reply.Bulk bulk) {
      return bulk.value().toText();
    }
    return reply.equals(Reply.NULL) ? "null" : reply.toString();
  }

  boolean allAre(String target, String state, int nodes) {
    Map<String, Map<String, Object>> status = status(target);
    return status.size() == nodes
        && status.values().stream().allMatch(node -> state.equals(node.get("state")));
  }

  void awaitInSync(String target, int nodes) {
    until(() -> allAre(target, "in-sync", nodes), () -> status(target).toString());
  }

  static void until(BooleanSupplier condition, Supplier<String> otherwise) {
    try {
      Polling.until("the fleet is as wanted", condition);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(otherwise.get(), e);
    }
  }

  /** What a server answers to a call of the library's function. */
  static String version(RespConnection connection, String library) {
    Reply reply = connection.call("FCALL_RO", library + "_version", 0);
    return reply instanceof Reply.Bulk bulk ? bulk.value().toText() : reply.toString();
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
