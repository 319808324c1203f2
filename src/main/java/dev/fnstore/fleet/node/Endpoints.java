package dev.fnstore.fleet.node;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Addresses as servers give them. */
final class Endpoints {
  private Endpoints() {}

  /** An address, empty if there is none or it is none that can be connected to. */
  static Optional<Endpoint> of(@Nullable String host, @Nullable String port) {
    if (host == null || port == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Endpoint(host, UriOptions.port(port)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
