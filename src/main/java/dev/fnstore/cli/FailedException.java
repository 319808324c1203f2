package dev.fnstore.cli;

/** What was asked for cannot be done; the message is for people and says what to do next. */
final class FailedException extends Exception {
  private static final long serialVersionUID = 1L;

  FailedException(String message) {
    super(message);
  }

  FailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
