package dev.fnstore.resp;

import dev.fnstore.bytes.Bytes;

/** A client sent what is no request; the text is what it is told before the connection closes. */
public final class ProtocolException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Bytes text;

  public ProtocolException(String message) {
    this(Bytes.of(message));
  }

  ProtocolException(Bytes message) {
    super("Protocol error: " + message.toLatin1(), null, false, false);
    this.text = Bytes.of("ERR Protocol error: ").concat(message);
  }

  /** The error's whole line, in whatever bytes the client sent. */
  public Bytes text() {
    return text;
  }
}
