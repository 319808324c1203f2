package dev.fnstore.cli.source;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a server listens, and as whom it is spoken to.
 *
 * @param user null: the one that the server takes everybody for
 */
public record ServerAddress(String host, int port, boolean tls, @Nullable String user) {
  private static final int DEFAULT_PORT = 7379;
  private static final Set<String> PLAIN = Set.of("valkey", "redis");
  private static final Set<String> WITH_TLS = Set.of("valkeys", "rediss");

  /**
   * Reads {@code valkey://user@host:7379}; {@code redis} is the same, {@code valkeys} and {@code
   * rediss} are with TLS.
   *
   * @throws SourceException if it is no such address, or has a password in it
   */
  public static ServerAddress parse(String url) throws SourceException {
    URI uri = uri(url);
    String scheme = uri.getScheme();
    if (scheme == null || !(PLAIN.contains(scheme) || WITH_TLS.contains(scheme))) {
      throw notAnAddress(url);
    }
    String user = uri.getUserInfo();
    if (user != null && user.indexOf(':') >= 0) {
      throw new SourceException(
          "a password in the URL can be read by everybody on this machine. Leave it out and set"
              + " FNSTORE_PASSWORD.");
    }
    String host = uri.getHost();
    boolean hasMore = uri.getQuery() != null || uri.getFragment() != null || hasPath(uri);
    if (host == null || hasMore) {
      throw notAnAddress(url);
    }
    int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
    return new ServerAddress(host, port, WITH_TLS.contains(scheme), emptyToNull(user));
  }

  private static URI uri(String url) throws SourceException {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      throw notAnAddress(url);
    }
  }

  private static boolean hasPath(URI uri) {
    return uri.getPath() != null && uri.getPath().length() > 1;
  }

  private static @Nullable String emptyToNull(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  private static SourceException notAnAddress(String url) {
    return new SourceException(
        "'"
            + url
            + "' is no address of a server: it is valkey://host:port, with user@ before the host"
            + " if need be, and valkeys:// for TLS.");
  }

  /** As people write it. */
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
