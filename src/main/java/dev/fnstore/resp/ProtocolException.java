package dev.fnstore.resp;

/** A client sent what is no request; the text is what it is told before the connection closes. */
public final class ProtocolException extends Exception {
  private static final long serialVersionUID = 1L;

  public ProtocolException(String message) {
    super("Protocol error: " + message, null, false, false);
  }
}
