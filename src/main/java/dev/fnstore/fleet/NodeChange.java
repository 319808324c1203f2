package dev.fnstore.fleet;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.fleet.node.NodeConnection;
import dev.fnstore.fleet.node.NodeException;
import dev.fnstore.fleet.node.Signature;
import dev.fnstore.fleet.plan.Held;
import dev.fnstore.model.Deployment;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is done to one node, as the commands of a transaction:
 *
 * <pre>
 *   INFO …   FUNCTION DELETE name (for each)   FUNCTION RESTORE payload REPLACE   INFO …
 * </pre>
 *
 * so that what was there before and after is known for certain.
 *
 * @param payload of what is loaded; empty: nothing is
 * @param after what the node holds after it; null: that is not known
 */
record NodeChange(Deployment.Step step, Bytes payload, @Nullable List<Held> after) {
  private static final String NO_LIBRARY = "Library not found";

  List<List<Bytes>> commands() {
    List<List<Bytes>> commands = new ArrayList<>();
    commands.add(Signature.REQUEST);
    step.removed().forEach(name -> commands.add(delete(name)));
    if (!payload.isEmpty()) {
      commands.add(restore(payload));
    }
    commands.add(Signature.REQUEST);
    return commands;
  }

  /** Names of functions may have moved between libraries: what was loaded goes first. */
  List<List<Bytes>> undoing() {
    List<List<Bytes>> commands = new ArrayList<>();
    step.loaded().keySet().forEach(name -> commands.add(delete(name)));
    if (!step.before().isEmpty()) {
      commands.add(restore(step.before()));
    }
    return commands;
  }

  private static List<Bytes> delete(Bytes name) {
    List<Bytes> words = new ArrayList<>(NodeConnection.words("FUNCTION", "DELETE"));
    words.add(name);
    return words;
  }

  private static List<Bytes> restore(Bytes payload) {
    List<Bytes> words = new ArrayList<>(NodeConnection.words("FUNCTION", "RESTORE"));
    words.add(payload);
    words.add(Bytes.of("REPLACE"));
    return words;
  }

  /** Why the node did not do it; null: it did. What was to go may have gone before. */
  @Nullable NodeException refusal(List<@Nullable Response> replies) {
    for (int i = 0; i < replies.size(); i++) {
      Response reply = replies.get(i);
      if (reply != null && reply.type() == ResponseType.ERROR && !isGone(reply)) {
        List<Bytes> command = commands().get(i);
        return NodeException.Refused.of(
            command.get(0).toText() + (command.size() > 1 ? " " + command.get(1).toText() : ""),
            reply);
      }
    }
    return null;
  }

  private static boolean isGone(Response error) {
    return String.valueOf(error).contains(NO_LIBRARY);
  }

  /** That a node is as it was before. */
  static Future<Void> checkUndone(List<@Nullable Response> replies) {
    for (Response reply : replies) {
      if (reply != null && reply.type() == ResponseType.ERROR && !isGone(reply)) {
        return Future.failedFuture(NodeException.Refused.of("FUNCTION", reply));
      }
    }
    return Future.succeededFuture();
  }
}
