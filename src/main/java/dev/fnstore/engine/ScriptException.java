package dev.fnstore.engine;

import dev.fnstore.bytes.Bytes;

/** A library or script was refused; the text is what the client is told, without a code word. */
public final class ScriptException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Bytes text;

  public ScriptException(Bytes text) {
    super(text.toText());
    this.text = text;
  }

  public ScriptException(String text) {
    this(Bytes.of(text));
  }

  public Bytes text() {
    return text;
  }
}
