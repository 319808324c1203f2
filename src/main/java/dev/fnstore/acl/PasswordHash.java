package dev.fnstore.acl;

import dev.fnstore.bytes.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * All that is ever kept of a password: its SHA-256.
 *
 * @param hex 64 digits, in lower case
 */
public record PasswordHash(Bytes hex) {
  private static final int DIGITS = 64;

  public static PasswordHash of(Bytes password) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(password.shared());
      return new PasswordHash(Bytes.of(HexFormat.of().formatHex(digest)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The hash that is written so, or nothing if that is no hash. */
  public static Optional<PasswordHash> parse(Bytes hex) {
    boolean wellFormed = hex.length() == DIGITS;
    for (byte b : hex.shared()) {
      wellFormed &= (b >= '0' && b <= '9') || (b >= 'a' && b <= 'f');
    }
    return wellFormed ? Optional.of(new PasswordHash(hex)) : Optional.empty();
  }

  /** Takes as long whether they are the same or not, so that guesses learn nothing from it. */
  public boolean matches(PasswordHash other) {
    return MessageDigest.isEqual(hex.shared(), other.hex.shared());
  }

  /** Not for logs: a weak password is soon found from its hash. */
  @Override
  public String toString() {
    return "(redacted)";
  }
}
