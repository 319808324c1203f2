package dev.fnstore.fleet.node;

import java.util.Comparator;

/**
 * Where a server listens. Ordered by host as text, then by port.
 *
 * @param host a name or an address, an IPv6 one without brackets
 * @param port 1 to 65535
 */
public record Endpoint(String host, int port) implements Comparable<Endpoint> {
  static final int MAX_PORT = 65_535;
  private static final int MAX_HOST = 255;

  private static final Comparator<Endpoint> ORDER =
      Comparator.comparing(Endpoint::host).thenComparingInt(Endpoint::port);

  /**
   * Takes what can be written into a log and a URI.
   *
   * @throws IllegalArgumentException that says which part is wrong
   */
  public Endpoint {
    if (host.isEmpty() || host.length() > MAX_HOST) {
      throw new IllegalArgumentException("the host is missing or longer than 255 characters");
    }
    if (!host.chars().allMatch(Endpoint::isOfHosts)) {
      throw new IllegalArgumentException(
          "the host has a character that is in no name and no address");
    }
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException("the port is not a number from 1 to 65535");
    }
  }

  private static boolean isOfHosts(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '-'
        || c == '_'
        || c == ':';
  }

  boolean isIpv6() {
    return host.indexOf(':') >= 0;
  }

  @Override
  public int compareTo(Endpoint other) {
    return ORDER.compare(this, other);
  }

  /** As people write it, an IPv6 address in brackets. */
  @Override
  public String toString() {
    return isIpv6() ? "[" + host + "]:" + port : host + ":" + port;
  }
}
