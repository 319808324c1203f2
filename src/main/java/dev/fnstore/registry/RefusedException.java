package dev.fnstore.registry;

import dev.fnstore.bytes.Bytes;

/**
 * A request was refused and leaves no event; the text is what the client is told after its code.
 */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Bytes text;

  public RefusedException(Bytes text) {
    super(text.toText(), null, false, false);
    this.text = text;
  }

  public RefusedException(String text) {
    this(Bytes.of(text));
  }

  /** {@code before}, {@code name} and {@code after} in a row; the name's bytes as they are. */
  static RefusedException naming(String before, Bytes name, String after) {
    return new RefusedException(Bytes.of(before).concat(name).concat(Bytes.of(after)));
  }

  public Bytes text() {
    return text;
  }
}
