package dev.fnstore.model;

import dev.fnstore.bytes.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256: of a library's full source text, of a payload, or of an event chained to the last. */
public record Digest(Bytes value) implements Comparable<Digest> {
  public static final int LENGTH_BYTES = 32;

  /** What the first event is chained to: 32 zero bytes. */
  public static final Digest ZERO = new Digest(Bytes.wrap(new byte[LENGTH_BYTES]));

  public Digest {
    if (value.length() != LENGTH_BYTES) {
      throw new IllegalArgumentException("a SHA-256 has 32 bytes, not " + value.length());
    }
  }

  /** The digest of {@code parts}, one after the other. */
  public static Digest of(Bytes... parts) {
    MessageDigest sha256 = sha256();
    for (Bytes part : parts) {
      sha256.update(part.shared());
    }
    return new Digest(Bytes.wrap(sha256.digest()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  public String toHex() {
    return HexFormat.of().formatHex(value.shared());
  }

  @Override
  public int compareTo(Digest other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return toHex();
  }
}
