package dev.fnstore.model;

import dev.fnstore.bytes.Bytes;
import java.util.Collections;
import java.util.List;
import java.util.Map;
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
 * @param contested by the address of a node the names of libraries, in byte order, that the target
 *     has of ours and which are somebody else's on that node, or may be, since it was not seen when
 *     they were deployed to others
 */
public record RegisteredTarget(
    Target target,
    Revision added,
    @Nullable Revision deployed,
    SortedMap<Bytes, Digest> libraries,
    @Nullable Deployment unfinished,
    Revision begun,
    SortedMap<Bytes, List<Bytes>> contested) {
  public RegisteredTarget {
    libraries = Deployment.sorted(libraries);
    contested = copy(contested);
  }

  static SortedMap<Bytes, List<Bytes>> copy(Map<Bytes, List<Bytes>> namesByAddress) {
    SortedMap<Bytes, List<Bytes>> copy = new TreeMap<>();
    namesByAddress.forEach((address, names) -> copy.put(address, List.copyOf(names)));
    return Collections.unmodifiableSortedMap(copy);
  }

  /**
   * Whether a library that a node holds was deployed there: by its name, unless that is contested
   * there; then by its text.
   */
  public boolean isOurs(Bytes address, Bytes library, Digest digest) {
    Digest ours = libraries.get(library);
    return ours != null && (!isContested(address, library) || ours.equals(digest));
  }

  /** Whether a library of this name on a node may be somebody else's. */
  public boolean isContested(Bytes address, Bytes library) {
    return contested.getOrDefault(address, List.of()).contains(library);
  }

  /** One that was just added. */
  public static RegisteredTarget of(Target target, Revision added) {
    return new RegisteredTarget(
        target, added, null, new TreeMap<>(), null, Revision.ZERO, new TreeMap<>());
  }

  /** Described anew; what was deployed there still is. */
  public RegisteredTarget describedAs(Target described, Revision at) {
    return new RegisteredTarget(described, at, deployed, libraries, unfinished, begun, contested);
  }

  /** After the event that begins {@code deployment}. */
  public RegisteredTarget begin(Deployment deployment, Revision at) {
    return new RegisteredTarget(target, added, deployed, libraries, deployment, at, contested);
  }

  /**
   * After the event that ends what was begun.
   *
   * @param nowContested what is contested since
   */
  public RegisteredTarget end(
      Deployment.Outcome outcome, SortedMap<Bytes, List<Bytes>> nowContested) {
    Deployment ended = unfinished;
    if (ended == null || outcome == Deployment.Outcome.UNDONE) {
      return new RegisteredTarget(
          target, added, deployed, libraries, null, Revision.ZERO, contested);
    }
    SortedMap<Bytes, Digest> held = new TreeMap<>(libraries);
    held.putAll(ended.loaded());
    boolean isDeployed = outcome == Deployment.Outcome.DEPLOYED;
    if (isDeployed) {
      held.keySet().removeAll(ended.removed());
    }
    return new RegisteredTarget(
        target,
        added,
        isDeployed ? ended.revision() : deployed,
        held,
        null,
        Revision.ZERO,
        nowContested);
  }
}
