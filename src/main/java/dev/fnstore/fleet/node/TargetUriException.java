package dev.fnstore.fleet.node;

/**
 * A URI of a deployment is refused. The message names the part that is wrong and says what to write
 * instead; it repeats none of the text, since a password may be in it.
 */
public final class TargetUriException extends Exception {
  private static final long serialVersionUID = 1L;

  TargetUriException(String message) {
    super(message);
  }
}
