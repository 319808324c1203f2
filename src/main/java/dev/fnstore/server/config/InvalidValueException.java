package dev.fnstore.server.config;

/**
 * A value that a parameter does not take; the message is what CONFIG SET answers after its dash.
 */
public final class InvalidValueException extends Exception {
  private static final long serialVersionUID = 1L;

  public InvalidValueException(String message) {
    super(message);
  }
}
