package dev.fnstore.model;

import dev.fnstore.bytes.Bytes;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A target in an image.
 *
 * @param added the revision that added it, or last described it anew
 * @param deployed the revision of the image that was last deployed there; null: none was yet
 * @param libraries what was deployed there and not removed since, digests by name
 * @param unfinished what was begun there and has no outcome yet; null: nothing
 * @param begun the revision of the event that began it, or 0
 */
public record RegisteredTarget(
    Target target,
    Revision added,
    @Nullable Revision deployed,
    SortedMap<Bytes, Digest> libraries,
    @Nullable Deployment unfinished,
    Revision begun) {
  public RegisteredTarget {
    libraries = Deployment.sorted(libraries);
  }

  /** One that was just added. */
  public static RegisteredTarget of(Target target, Revision added) {
    return new RegisteredTarget(target, added, null, new TreeMap<>(), null, Revision.ZERO);
  }

  /** Described anew; what was deployed there still is. */
  public RegisteredTarget describedAs(Target described, Revision at) {
    return new RegisteredTarget(described, at, deployed, libraries, unfinished, begun);
  }

  /** After the event that begins {@code deployment}. */
  public RegisteredTarget begin(Deployment deployment, Revision at) {
    return new RegisteredTarget(target, added, deployed, libraries, deployment, at);
  }

  /** After the event that ends what was begun. */
  public RegisteredTarget end(Deployment.Outcome outcome) {
    Deployment ended = unfinished;
    if (ended == null || outcome == Deployment.Outcome.UNDONE) {
      return new RegisteredTarget(target, added, deployed, libraries, null, Revision.ZERO);
    }
    SortedMap<Bytes, Digest> held = new TreeMap<>(libraries);
    held.putAll(ended.loaded());
    boolean isDeployed = outcome == Deployment.Outcome.DEPLOYED;
    if (isDeployed) {
      held.keySet().removeAll(ended.removed());
    }
    return new RegisteredTarget(
        target, added, isDeployed ? ended.revision() : deployed, held, null, Revision.ZERO);
  }
}
