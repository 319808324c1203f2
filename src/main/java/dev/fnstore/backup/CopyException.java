package dev.fnstore.backup;

/** A log that cannot be copied; the message is for people and says what to do next. */
public final class CopyException extends Exception {
  private static final long serialVersionUID = 1L;

  public CopyException(String message) {
    super(message);
  }

  public CopyException(String message, Throwable cause) {
    super(message, cause);
  }
}
