package dev.fnstore.fleet.node;

/** The members of a deployment could not be found; the message says what each seed has answered. */
public final class DiscoveryException extends Exception {
  private static final long serialVersionUID = 1L;

  DiscoveryException(String message) {
    super(message);
  }
}
