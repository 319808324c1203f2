package dev.fnstore.data;

/**
 * Keys cannot be read or written. The message is for the person who runs the server: it says what,
 * where, and what to do.
 */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DataException(String message) {
    super(message);
  }

  DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
