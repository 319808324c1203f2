package dev.fnstore.fleet;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.fleet.node.NodeConnection;
import dev.fnstore.fleet.node.NodeException;
import dev.fnstore.fleet.node.NodeLibrary;
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
 *   INFO …   FUNCTION DELETE name (for each)
 *   FUNCTION RESTORE replacing REPLACE   FUNCTION RESTORE adding APPEND   INFO …
 * </pre>
 *
 * so that what was there before and after is known for certain, and what somebody else has loaded
 * meanwhile is not replaced.
 *
 * @param replacing the payload of what takes the place of something; empty: nothing does
 * @param adding the payload of what must not be there; empty: there is nothing
 * @param after what the node holds after it; null: that is not known
 */
record NodeChange(Deployment.Step step, Bytes replacing, Bytes adding, @Nullable List<Held> after) {
  private static final String NO_LIBRARY = "Library not found";

  List<List<Bytes>> commands() {
    List<List<Bytes>> commands = new ArrayList<>();
    commands.add(Signature.REQUEST);
    step.removed().forEach(name -> commands.add(delete(name)));
    if (!replacing.isEmpty()) {
      commands.add(restore(replacing, "REPLACE"));
    }
    if (!adding.isEmpty()) {
      commands.add(restore(adding, "APPEND"));
    }
    commands.add(Signature.REQUEST);
    return commands;
  }

  /**
   * The commands that bring back what was before. Names of functions may have moved between
   * libraries: what was loaded goes first, unless it is somebody else's of the same name.
   *
   * @param held what the node holds now
   */
  List<List<Bytes>> undoing(List<NodeLibrary> held) {
    List<List<Bytes>> commands = new ArrayList<>();
    for (NodeLibrary library : held) {
      if (library.digest().equals(step.loaded().get(library.name()))) {
        commands.add(delete(library.name()));
      }
    }
    if (!step.before().isEmpty()) {
      commands.add(restore(step.before(), "REPLACE"));
    }
    return commands;
  }

  private static List<Bytes> delete(Bytes name) {
    List<Bytes> words = new ArrayList<>(NodeConnection.words("FUNCTION", "DELETE"));
    words.add(name);
    return words;
  }

  private static List<Bytes> restore(Bytes payload, String policy) {
    List<Bytes> words = new ArrayList<>(NodeConnection.words("FUNCTION", "RESTORE"));
    words.add(payload);
    words.add(Bytes.of(policy));
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
