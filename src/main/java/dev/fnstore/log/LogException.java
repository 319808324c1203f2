package dev.fnstore.log;

/**
 * The log cannot be opened, read or written. The message is for the person who runs the server: it
 * says what, where, and what to do.
 */
public final class LogException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LogException(String message) {
    super(message);
  }

  public LogException(String message, Throwable cause) {
    super(message, cause);
  }
}
