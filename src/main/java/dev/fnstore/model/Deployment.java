package dev.fnstore.model;

import dev.fnstore.bytes.Bytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is about to be done to the nodes of a target, with all that it takes to undo it.
 *
 * @param target its name
 * @param revision the image that is deployed is the one as of this revision
 * @param loaded what the target holds after it and did not before, digests by name
 * @param removed names of what it holds no more, in byte order
 * @param steps what is done where
 */
public record Deployment(
    Bytes target,
    Revision revision,
    SortedMap<Bytes, Digest> loaded,
    List<Bytes> removed,
    List<Step> steps) {

  /**
   * What is done to nodes that are alike.
   *
   * @param addresses of the nodes, such as {@code 10.0.0.1:6379}
   * @param loaded what is loaded there, digests by name
   * @param removed names of what is deleted there
   * @param before the payload (FUNCTION DUMP, RDB version 10) of what goes or is replaced there;
   *     empty if nothing is
   */
  public record Step(
      List<Bytes> addresses, SortedMap<Bytes, Digest> loaded, List<Bytes> removed, Bytes before) {
    public Step {
      addresses = List.copyOf(addresses);
      loaded = sorted(loaded);
      removed = List.copyOf(removed);
    }
  }

  /** How it ended. */
  public enum Outcome {
    /** Every node of it holds what it should. */
    DEPLOYED,
    /** Every node of it holds what it did before. */
    UNDONE,
    /** Some nodes could not be brought back: what they hold is not certain. */
    UNCERTAIN
  }

  /**
   * A node that did not do it.
   *
   * @param error why, in one line
   */
  public record Failure(Bytes address, Bytes error) {}

  public Deployment {
    loaded = sorted(loaded);
    removed = List.copyOf(removed);
    steps = List.copyOf(steps);
  }

  /** The addresses of all nodes that it changes. */
  public List<Bytes> addresses() {
    List<Bytes> all = new ArrayList<>();
    steps.forEach(step -> all.addAll(step.addresses()));
    return all;
  }

  static SortedMap<Bytes, Digest> sorted(Map<Bytes, Digest> map) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }
}
