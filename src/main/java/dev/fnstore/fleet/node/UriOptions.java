package dev.fnstore.fleet.node;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What stands behind the question mark of a {@link TargetUri}. */
final class UriOptions {
  private static final Set<String> OF_TLS = Set.of("ca-file", "cert-file", "key-file", "insecure");

  private static final Set<String> OTHERS =
      Set.of(
          "user",
          "password-env",
          "password-file",
          "master",
          "sentinel-user",
          "sentinel-password-env",
          "sentinel-password-file");

  /** What other clients call a password. */
  private static final Set<String> SECRETS =
      Set.of("password", "pass", "passwd", "auth", "sentinel-password", "secret");

  private final Map<String, String> values;

  private UriOptions(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Reads {@code name=value} pairs.
   *
   * @param tls whether those of TLS are allowed
   */
  static UriOptions parse(String query, boolean tls) throws TargetUriException {
    Map<String, String> values = new HashMap<>();
    for (String pair : query.isEmpty() ? new String[0] : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      check(name, tls);
      if (equals < 0 || equals == pair.length() - 1) {
        throw new TargetUriException("the option " + name + " has no value");
      }
      if (values.put(name, decode("option " + name, pair.substring(equals + 1))) != null) {
        throw new TargetUriException("the option " + name + " is given twice");
      }
    }
    return new UriOptions(values);
  }

  private static void check(String name, boolean tls) throws TargetUriException {
    if (SECRETS.contains(name)) {
      throw new TargetUriException(TargetUri.PASSWORD_REFUSED);
    }
    if (OF_TLS.contains(name)) {
      if (!tls) {
        throw new TargetUriException(
            "the option " + name + " is for TLS: begin the URI with valkeys://");
      }
    } else if (!OTHERS.contains(name)) {
      // what may be part of a password is not repeated
      boolean isName = name.matches("[a-z-]{1,30}");
      throw new TargetUriException(
          "the URI has an option that is not known" + (isName ? ": " + name : ""));
    }
  }

  /**
   * The user and where its password is.
   *
   * @param before the user that stands before the host
   */
  Login login(@Nullable String before) throws TargetUriException {
    String user = values.get("user");
    if (before != null && user != null && !before.equals(user)) {
      throw new TargetUriException("the user is given twice: before the host and by user=");
    }
    return new Login(before == null ? user : before, password(""));
  }

  Login sentinelLogin() throws TargetUriException {
    return new Login(values.get("sentinel-user"), password("sentinel-"));
  }

  private PasswordSource password(String prefix) throws TargetUriException {
    String variable = values.get(prefix + "password-env");
    Path file = file(prefix + "password-file");
    if (variable != null && file != null) {
      throw new TargetUriException(
          "the password is to be in two places: give one of %1$spassword-env and %1$spassword-file"
              .formatted(prefix));
    }
    if (variable != null) {
      if (variable.indexOf('=') >= 0) {
        throw new TargetUriException(
            "the option " + prefix + "password-env is not the name of a variable");
      }
      return new PasswordSource.Variable(variable);
    }
    return file == null ? new PasswordSource.None() : new PasswordSource.InFile(file);
  }

  @Nullable String master() {
    return values.get("master");
  }

  TlsOptions tls() throws TargetUriException {
    String insecure = values.getOrDefault("insecure", "no");
    if (!insecure.equals("yes") && !insecure.equals("no")) {
      throw new TargetUriException("the option insecure is yes or no");
    }
    try {
      return new TlsOptions(
          file("ca-file"), file("cert-file"), file("key-file"), insecure.equals("yes"));
    } catch (IllegalArgumentException e) {
      throw new TargetUriException(String.valueOf(e.getMessage()));
    }
  }

  /** The folder that a server is started in may change, so that no path depends on it. */
  private @Nullable Path file(String name) throws TargetUriException {
    String path = values.get(name);
    if (path != null && !path.startsWith("/")) {
      throw new TargetUriException("the option " + name + " is no absolute path");
    }
    return path == null ? null : Path.of(path);
  }

  /**
   * Reads a port.
   *
   * @return 0 if it is none
   */
  static int port(String digits) {
    boolean isNumber =
        !digits.isEmpty()
            && digits.length() <= 5
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return isNumber ? Integer.parseInt(digits) : 0;
  }

  /**
   * Resolves {@code %XX}.
   *
   * @param part what it is, for the message
   */
  static String decode(String part, String text) throws TargetUriException {
    if (text.indexOf('#') >= 0) {
      throw new TargetUriException("the URI has a #; write %23 if it belongs to a value");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < encoded.length; i++) {
      if (encoded[i] != '%') {
        bytes.write(encoded[i]);
        continue;
      }
      int high = i + 2 < encoded.length ? Character.digit(encoded[i + 1], 16) : -1;
      int low = i + 2 < encoded.length ? Character.digit(encoded[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        throw new TargetUriException("the " + part + " has a % that no two hex digits follow");
      }
      bytes.write(high * 16 + low);
      i += 2;
    }
    return checked(part, bytes.toByteArray());
  }

  private static String checked(String part, byte[] bytes) throws TargetUriException {
    try {
      String decoded =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (decoded.chars().anyMatch(Character::isISOControl)) {
        throw new TargetUriException("the " + part + " has a control character in it");
      }
      return decoded;
    } catch (CharacterCodingException e) {
      throw new TargetUriException("the " + part + " is no UTF-8");
    }
  }
}
