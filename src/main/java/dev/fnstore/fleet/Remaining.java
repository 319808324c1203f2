package dev.fnstore.fleet;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.fleet.plan.Held;
import dev.fnstore.model.Deployment;
import dev.fnstore.model.Digest;
import dev.fnstore.model.RegisteredTarget;
import dev.fnstore.model.Target;
import dev.fnstore.payload.PayloadException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What of a step that was cut off is still to be done to a node.
 *
 * @param replacing what takes the place of something of ours, digests by name
 * @param adding what is not there, digests by name
 * @param foreign the name of a library of somebody else that stands in the way; null: none does
 */
record Remaining(
    Deployment.Step step,
    SortedMap<Bytes, Digest> replacing,
    SortedMap<Bytes, Digest> adding,
    @Nullable Bytes foreign) {
  /** Of a node that is seen. */
  static Remaining of(RegisteredTarget target, Node node, Deployment.Step step) {
    Map<Bytes, Digest> held = new TreeMap<>();
    List<Held> libraries = node.held();
    if (libraries != null) {
      libraries.forEach(library -> held.put(library.name(), library.digest()));
    }
    boolean replacesAll = target.target().mode() == Target.Mode.EXCLUSIVE;
    SortedMap<Bytes, Digest> replacing = new TreeMap<>();
    SortedMap<Bytes, Digest> adding = new TreeMap<>();
    Bytes foreign = null;
    for (Map.Entry<Bytes, Digest> library : step.loaded().entrySet()) {
      Digest there = held.get(library.getKey());
      if (replacesAll) {
        replacing.put(library.getKey(), library.getValue());
      } else if (there == null) {
        adding.put(library.getKey(), library.getValue());
      } else if (!there.equals(library.getValue())) {
        replacing.put(library.getKey(), library.getValue());
        if (!target.isOurs(node.address(), library.getKey(), there)) {
          foreign = library.getKey();
        }
      }
    }
    return new Remaining(step, replacing, adding, foreign);
  }

  /**
   * As what is done to the node.
   *
   * @throws IllegalStateException if a source is not among {@code sources}
   */
  NodeChange change(Map<Digest, Bytes> sources) throws PayloadException {
    return new NodeChange(
        step, Payloads.of(replacing, sources), Payloads.of(adding, sources), null);
  }
}
