package dev.fnstore.fleet.node;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to find a deployment, and the way in:
 *
 * <pre>
 *   valkey://[user@]host[:port][/][?option=value[&amp;option=value …]]
 * </pre>
 *
 * {@code redis} is the same, {@code valkeys} and {@code rediss} are with TLS. The port is 6379
 * unless another is given; an IPv6 address stands in brackets. Users and values may have {@code
 * %XX} for any byte of their UTF-8. Files are named by absolute paths.
 *
 * <table>
 *   <caption>Options</caption>
 *   <tr><td>{@code user}</td><td>the same as {@code user@}</td></tr>
 *   <tr><td>{@code password-env}</td><td>the environment variable that has the password</td></tr>
 *   <tr><td>{@code password-file}</td><td>the file that has the password</td></tr>
 *   <tr><td>{@code ca-file}</td><td>who must have signed the server's certificate; PEM</td></tr>
 *   <tr><td>{@code cert-file}, {@code key-file}</td><td>our own certificate; PEM</td></tr>
 *   <tr><td>{@code insecure=yes}</td><td>the certificate may be of another host</td></tr>
 *   <tr><td>{@code master}</td><td>which one, where Sentinels watch several</td></tr>
 *   <tr><td>{@code sentinel-user}, {@code sentinel-password-env},
 *       {@code sentinel-password-file}</td><td>for the Sentinels themselves</td></tr>
 * </table>
 *
 * @param text the URI as it was given; there is never a password in it
 * @param tls null: without TLS
 * @param login for Valkey and Redis
 * @param sentinelLogin for Sentinels
 * @param master the name that Sentinels know the deployment by; null: there is one only
 */
public record TargetUri(
    String text,
    Endpoint endpoint,
    @Nullable TlsOptions tls,
    Login login,
    Login sentinelLogin,
    @Nullable String master) {
  private static final int DEFAULT_PORT = 6379;
  private static final int MOST_CHARACTERS = 2048;

  /** Whether TLS is spoken, by scheme. */
  private static final Map<String, Boolean> SCHEMES =
      Map.of("valkey", false, "redis", false, "valkeys", true, "rediss", true);

  static final String PASSWORD_REFUSED =
      "a password in a URI is kept in the events of the log for ever, where everybody sees it."
          + " Leave it out, and write ?password-env=VARIABLE or ?password-file=/path to say where"
          + " it is.";

  /**
   * Reads a URI.
   *
   * @throws TargetUriException that names the part which is wrong
   */
  public static TargetUri parse(String text) throws TargetUriException {
    if (text.length() > MOST_CHARACTERS) {
      throw new TargetUriException("the URI is longer than 2048 characters");
    }
    if (text.chars().anyMatch(c -> Character.isISOControl(c) || Character.isWhitespace(c))) {
      throw new TargetUriException("the URI has a space or a control character in it");
    }
    int colon = text.indexOf("://");
    Boolean tls = colon < 0 ? null : SCHEMES.get(text.substring(0, colon));
    if (tls == null) {
      throw new TargetUriException(
          "the URI does not begin with valkey://, redis://, valkeys:// or rediss://");
    }
    return parse(text, tls, text.substring(colon + "://".length()));
  }

  private static TargetUri parse(String text, boolean tls, String rest) throws TargetUriException {
    int question = rest.indexOf('?');
    String place = question < 0 ? rest : rest.substring(0, question);
    int at = place.lastIndexOf('@');
    String user = at < 0 ? "" : place.substring(0, at);
    if (user.indexOf(':') >= 0) {
      throw new TargetUriException(PASSWORD_REFUSED);
    }
    UriOptions options = UriOptions.parse(question < 0 ? "" : rest.substring(question + 1), tls);
    return new TargetUri(
        text,
        endpoint(place.substring(at + 1)),
        tls ? options.tls() : null,
        options.login(user.isEmpty() ? null : UriOptions.decode("user", user)),
        options.sentinelLogin(),
        options.master());
  }

  private static Endpoint endpoint(String place) throws TargetUriException {
    int slash = place.indexOf('/');
    if (slash >= 0 && slash < place.length() - 1) {
      throw new TargetUriException(
          "the URI has a path, but functions belong to no database: nothing comes after the port");
    }
    String address = slash < 0 ? place : place.substring(0, slash);
    int end = address.indexOf(']');
    boolean bracketed = address.startsWith("[") && end > 0;
    int colon = address.indexOf(':', bracketed ? end : 0);
    String host = address.substring(0, colon < 0 ? address.length() : colon);
    if (bracketed) {
      checkBrackets(host, end);
      host = host.substring(1, end);
    }
    try {
      return new Endpoint(
          host, colon < 0 ? DEFAULT_PORT : UriOptions.port(address.substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      throw new TargetUriException(e.getMessage() + "; an IPv6 address stands in brackets");
    }
  }

  private static void checkBrackets(String host, int end) throws TargetUriException {
    String within = host.substring(1, end);
    boolean isAddress =
        end == host.length() - 1
            && within.indexOf(':') >= 0
            && within.chars().allMatch(c -> c == ':' || c == '.' || Character.digit(c, 16) >= 0);
    if (!isAddress) {
      throw new TargetUriException("the host has brackets, but no IPv6 address in them");
    }
  }

  /** Whether the URI says that there are Sentinels. */
  boolean speaksOfSentinels() {
    return master != null
        || sentinelLogin.user() != null
        || !(sentinelLogin.password() instanceof PasswordSource.None);
  }

  /** The URI as it was given. */
  @Override
  public String toString() {
    return text;
  }
}
