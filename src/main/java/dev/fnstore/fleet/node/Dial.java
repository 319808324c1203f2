package dev.fnstore.fleet.node;

import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.redis.client.ProtocolVersion;
import io.vertx.redis.client.RedisOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** The options of one connection, as the client of Vert.x takes them. */
final class Dial {
  /** How many requests may wait for their replies; the client allocates a place for each. */
  static final int MOST_WAITING = 16_384;

  private Dial() {}

  /**
   * Reads passwords and looks at files, and may ask for an address: not for an event loop.
   *
   * @throws NodeException.Misconfigured if one is missing
   * @throws NodeException.Unreachable if there is no such host
   */
  static RedisOptions options(Endpoint endpoint, Access access, Timeouts timeouts)
      throws NodeException {
    Credentials credentials = access.credentials();
    access.checkFiles();
    String scheme = access.tls() == null ? "redis://" : "rediss://";
    return new RedisOptions()
        .setConnectionString(scheme + place(endpoint, access.tls()))
        .setPreferredProtocolVersion(ProtocolVersion.RESP3)
        .setUser(credentials.user())
        .setPassword(credentials.password())
        .setMaxWaitingHandlers(MOST_WAITING)
        // the pool holds the one connection, and nobody comes to clean it
        .setMaxPoolSize(1)
        .setPoolCleanerInterval(-1)
        .setNetClientOptions(net(access.tls(), timeouts));
  }

  /**
   * The client reads the host from a URI, which takes no underscores, although names in containers
   * often have them. Without TLS it makes no difference to connect to the address.
   */
  private static String place(Endpoint endpoint, @Nullable TlsOptions tls)
      throws NodeException.Unreachable {
    if (endpoint.host().indexOf('_') < 0) {
      return endpoint.toString();
    }
    if (tls != null && !tls.insecure()) {
      throw new NodeException.Unreachable(
          "a name with an underscore cannot be checked against a certificate");
    }
    try {
      String address = InetAddress.getByName(endpoint.host()).getHostAddress();
      return new Endpoint(address, endpoint.port()).toString();
    } catch (UnknownHostException e) {
      throw new NodeException.Unreachable("there is no host " + endpoint.host());
    }
  }

  private static NetClientOptions net(@Nullable TlsOptions tls, Timeouts timeouts) {
    NetClientOptions options =
        new NetClientOptions()
            .setConnectTimeout(Math.toIntExact(timeouts.connect().toMillis()))
            .setTcpNoDelay(true);
    if (tls == null) {
      return options;
    }
    options.setSsl(true).setHostnameVerificationAlgorithm(tls.insecure() ? "" : "HTTPS");
    if (tls.authorities() != null) {
      options.setTrustOptions(new PemTrustOptions().addCertPath(tls.authorities().toString()));
    }
    if (tls.certificate() != null && tls.key() != null) {
      options.setKeyCertOptions(
          new PemKeyCertOptions()
              .addCertPath(tls.certificate().toString())
              .addKeyPath(tls.key().toString()));
    }
    return options;
  }
}
