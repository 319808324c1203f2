package dev.fnstore.payload;

/** A payload is refused; the message is what the client is told, without a code word. */
public final class PayloadException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Valkey's text for a payload that is too short, of an unknown version, or damaged. */
  static final String BAD_FOOTER = "DUMP payload version or checksum are wrong";

  /** Valkey's text for a string that is cut off or not well formed. */
  static final String BAD_STRING = "Failed loading library payload";

  public PayloadException(String message) {
    super(message);
  }
}
