package dev.fnstore.fleet.node;

import java.util.Optional;

/**
 * One server of a deployment, as the one who was asked knows it.
 *
 * @param endpoint the address it is known by
 * @param primary whom a replica follows; empty for a primary, and where it is not known
 * @param failed whether the deployment itself holds it for failed: by a cluster's majority (flag
 *     {@code fail}, not {@code fail?}), or by the Sentinel that was asked
 */
public record Member(Endpoint endpoint, Role role, Optional<Endpoint> primary, boolean failed) {
  static Member primary(Endpoint endpoint, boolean failed) {
    return new Member(endpoint, Role.PRIMARY, Optional.empty(), failed);
  }

  static Member replica(Endpoint endpoint, Endpoint primary, boolean failed) {
    return new Member(endpoint, Role.REPLICA, Optional.of(primary), failed);
  }
}
