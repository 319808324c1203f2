package dev.fnstore.server.config;

import java.util.List;

/**
 * The parameters of the port where clients speak TLS, as Valkey names them; given at start only.
 */
public final class TlsParameters {
  private final Parameter<Long> port;
  private final Parameter<String> certFile;
  private final Parameter<String> keyFile;
  private final Parameter<String> caCertFile;
  private final Parameter<String> authClients;
  private final Parameter<String> authClientsUser;

  /** Adds a parameter to those of the server. */
  interface Adder {
    <T> Parameter<T> add(String name, Parameter.Format<T> format, T value);
  }

  TlsParameters(Adder parameters) {
    this.port = parameters.add("tls-port", Parameter.number(0, 65535), 0L);
    this.certFile = parameters.add("tls-cert-file", Parameter.anyText(), "");
    this.keyFile = parameters.add("tls-key-file", Parameter.anyText(), "");
    this.caCertFile = parameters.add("tls-ca-cert-file", Parameter.anyText(), "");
    this.authClients =
        parameters.add(
            "tls-auth-clients", Parameter.oneOf(List.of("no", "yes", "optional")), "yes");
    this.authClientsUser =
        parameters.add(
            "tls-auth-clients-user", Parameter.oneOf(List.of("CN", "URI", "off")), "off");
  }

  /** Where clients are listened for that speak TLS; 0: nowhere. */
  public int port() {
    return port.get().intValue();
  }

  /** The server's certificate, in PEM format; empty if none is named. */
  public String certFile() {
    return certFile.get();
  }

  /** The key of {@link #certFile}. */
  public String keyFile() {
    return keyFile.get();
  }

  /** Whose signature the certificates of clients must have. */
  public String caCertFile() {
    return caCertFile.get();
  }

  /** {@code no}, {@code optional} or {@code yes}: whether clients must show a certificate. */
  public String authClients() {
    return authClients.get();
  }

  /** {@code CN}, {@code URI} or {@code off}: what of a client's certificate names its user. */
  public String authClientsUser() {
    return authClientsUser.get();
  }
}
