package dev.fnstore.registry;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Revision;

/** A request was refused and leaves no event. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final transient Bytes text;

  /** With a code word other than {@code ERR}. */
  public RefusedException(String code, String text) {
    this(code, Bytes.of(text));
  }

  public RefusedException(Bytes text) {
    this("ERR", text);
  }

  public RefusedException(String text) {
    this(Bytes.of(text));
  }

  private RefusedException(String code, Bytes text) {
    super(text.toText(), null, false, false);
    this.code = code;
    this.text = text;
  }

  /** What a client is told, code word and text. */
  public static RefusedException of(Bytes line) {
    int blank = line.indexOf((byte) ' ', 0);
    return new RefusedException(
        line.slice(0, blank).toLatin1(), line.slice(blank + 1, line.length()));
  }

  /** {@code before}, {@code name} and {@code after} in a row; the name's bytes as they are. */
  public static RefusedException naming(String before, Bytes name, String after) {
    return new RefusedException(Bytes.of(before).concat(name).concat(Bytes.of(after)));
  }

  /** {@code what} has changed since somebody has looked. */
  static RefusedException stale(Bytes what, Revision present, Revision expected) {
    return new RefusedException(
        "STALE", what.concat(Bytes.of(" is at revision " + present + ", not at " + expected)));
  }

  /** What the client is told: code word and text. */
  public Bytes line() {
    return Bytes.of(code + " ").concat(text);
  }
}
