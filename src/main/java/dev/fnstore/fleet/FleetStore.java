package dev.fnstore.fleet;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Actor;
import dev.fnstore.model.Change;
import dev.fnstore.model.Deployment;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Point;
import dev.fnstore.model.RestorePolicy;
import dev.fnstore.model.Revision;
import dev.fnstore.registry.RegistryImage;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The store as the fleet sees it; for all threads. */
public interface FleetStore {
  /** The image of all that has been committed. */
  RegistryImage image();

  /**
   * The image as of a point.
   *
   * @return fails with a {@link dev.fnstore.registry.RefusedException}
   */
  CompletionStage<RegistryImage> asOf(Point point);

  /** The sources of these digests, as far as the store has them. */
  CompletionStage<Map<Digest, Bytes>> sources(Set<Digest> digests);

  /**
   * Keeps that a deployment begins.
   *
   * @return the revision of the event, once it is on disk; fails with a {@link
   *     dev.fnstore.registry.RefusedException}
   */
  CompletionStage<Revision> begin(Deployment deployment, Actor actor, Bytes message);

  /** Keeps how a deployment ended; done once it is on disk. */
  CompletionStage<Revision> end(Change.DeployEnd end, Actor actor);

  /**
   * Restores what a node holds.
   *
   * @return the revision of the event, once it is on disk; fails with a {@link
   *     dev.fnstore.registry.RefusedException}
   */
  CompletionStage<Revision> restore(
      Bytes payload, RestorePolicy policy, Actor actor, Bytes message);

  /** Keeps that a node was found to differ. */
  void note(Change.Drift drift);
}
