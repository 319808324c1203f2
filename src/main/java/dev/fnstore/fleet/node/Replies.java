package dev.fnstore.fleet.node;

import dev.fnstore.bytes.Bytes;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a reply, the same in RESP2 and RESP3.
 *
 * @param command what was asked, for messages
 */
record Replies(String command) {
  /** Gives what the failure is about. */
  NodeException.Unreachable strange(String what) {
    return NodeException.strange(command, what);
  }

  Bytes bytes(@Nullable Response reply) throws NodeException {
    if (reply == null
        || !(reply.type() == ResponseType.BULK || reply.type() == ResponseType.SIMPLE)) {
      throw strange("no text where one is expected");
    }
    return Bytes.wrap(reply.toBytes());
  }

  String text(@Nullable Response reply) throws NodeException {
    return bytes(reply).toText();
  }

  /** The items of an array or a set. */
  List<@Nullable Response> items(@Nullable Response reply) throws NodeException {
    if (reply == null || reply.type() != ResponseType.MULTI || reply.isMap()) {
      throw strange("no list where one is expected");
    }
    List<@Nullable Response> items = new ArrayList<>();
    reply.forEach(items::add);
    return items;
  }

  /** The fields of a map, or of a list of names and values in turns. */
  Map<String, @Nullable Response> fields(@Nullable Response reply) throws NodeException {
    Map<String, @Nullable Response> fields = new HashMap<>();
    if (reply != null && reply.type() == ResponseType.MULTI && reply.isMap()) {
      for (Response entry : reply) {
        // the client gives an entry as a map of one
        for (String name : entry.getKeys()) {
          fields.put(name, entry.get(name));
        }
      }
      return fields;
    }
    List<@Nullable Response> items = items(reply);
    if (items.size() % 2 != 0) {
      throw strange("a name without a value");
    }
    for (int i = 0; i < items.size(); i += 2) {
      fields.put(text(items.get(i)), items.get(i + 1));
    }
    return fields;
  }
}
