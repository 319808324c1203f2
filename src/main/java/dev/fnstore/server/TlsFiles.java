package dev.fnstore.server;

import dev.fnstore.server.config.ServerConfig;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;

/**
 * Certificate, key and authorities of TLS, read and checked before anybody connects: what is wrong
 * with them would else be seen by clients alone, and by each as something different.
 */
final class TlsFiles {
  private final PemKeyCertOptions identity;
  private final PemTrustOptions authorities;
  private final ClientAuth clients;

  private TlsFiles(PemKeyCertOptions identity, PemTrustOptions authorities, ClientAuth clients) {
    this.identity = identity;
    this.authorities = authorities;
    this.clients = clients;
  }

  /**
   * As the parameters name them.
   *
   * @throws StartException naming the parameter whose file is not good
   */
  static TlsFiles of(ServerConfig config, Vertx vertx) {
    ClientAuth clients =
        switch (config.tls().authClients()) {
          case "no" -> ClientAuth.NONE;
          case "optional" -> ClientAuth.REQUEST;
          default -> ClientAuth.REQUIRED;
        };
    String certificate = certificates("tls-cert-file", config.tls().certFile());
    String key = readable("tls-key-file", config.tls().keyFile());
    PemKeyCertOptions identity = new PemKeyCertOptions().addCertPath(certificate).addKeyPath(key);
    checkPair(identity, vertx, key, certificate);
    PemTrustOptions authorities = new PemTrustOptions();
    if (clients != ClientAuth.NONE) {
      authorities.addCertPath(certificates("tls-ca-cert-file", config.tls().caCertFile()));
    }
    return new TlsFiles(identity, authorities, clients);
  }

  void applyTo(NetServerOptions options) {
    options.setSsl(true).setKeyCertOptions(identity).setClientAuth(clients);
    if (clients != ClientAuth.NONE) {
      options.setTrustOptions(authorities);
    }
  }

  private static String readable(String parameter, String file) {
    if (file.isEmpty()) {
      String besides =
          parameter.equals("tls-ca-cert-file")
              ? ", or ask clients for no certificate with tls-auth-clients=no"
              : "";
      throw new StartException(
          "tls-port needs " + parameter + ": name a file in PEM format" + besides + ".");
    }
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      var unused = in.read();
      return file;
    } catch (IOException e) {
      throw new StartException(
          parameter + " names " + file + ", which cannot be read: " + reason(e) + ".", e);
    }
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file";
    } else if (e instanceof AccessDeniedException) {
      return "this process may not read it";
    }
    return String.valueOf(e.getMessage());
  }

  private static String certificates(String parameter, String file) {
    String readable = readable(parameter, file);
    try (InputStream in = Files.newInputStream(Path.of(readable))) {
      if (!CertificateFactory.getInstance("X.509").generateCertificates(in).isEmpty()) {
        return readable;
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new StartException(noCertificate(parameter, file), e);
    }
    throw new StartException(noCertificate(parameter, file));
  }

  private static String noCertificate(String parameter, String file) {
    return parameter + " names " + file + ", which holds no certificate in PEM format.";
  }

  /** A key that is not the certificate's would let every handshake fail. */
  private static void checkPair(
      PemKeyCertOptions identity, Vertx vertx, String key, String certificate) {
    boolean fits;
    try {
      fits = isPair(identity.getKeyManagerFactory(vertx).getKeyManagers());
    } catch (Exception e) { // as Vert.x declares it
      throw new StartException(
          "tls-key-file names "
              + key
              + ", which holds no private key that can be used: "
              + e.getMessage()
              + ". It must be in PEM format, without a password.",
          e);
    }
    if (!fits) {
      throw new StartException(
          "the key in tls-key-file " + key + " is not that of tls-cert-file " + certificate + ".");
    }
  }

  private static boolean isPair(KeyManager[] managers) throws GeneralSecurityException {
    for (KeyManager manager : managers) {
      if (manager instanceof X509KeyManager keys) {
        for (String type : new String[] {"RSA", "EC", "EdDSA"}) {
          String[] names = keys.getServerAliases(type, null);
          if (names != null && names.length > 0) {
            PublicKey publicKey = keys.getCertificateChain(names[0])[0].getPublicKey();
            return isPair(keys.getPrivateKey(names[0]), publicKey);
          }
        }
      }
    }
    return true; // of a kind that we do not know: handshakes will tell
  }

  private static boolean isPair(PrivateKey privateKey, PublicKey publicKey)
      throws GeneralSecurityException {
    if (!privateKey.getAlgorithm().equals(publicKey.getAlgorithm())) {
      return false;
    }
    byte[] sample = {1, 2, 3};
    String algorithm =
        switch (privateKey.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> privateKey.getAlgorithm();
        };
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(privateKey);
    signature.update(sample);
    byte[] signed = signature.sign();
    signature.initVerify(publicKey);
    signature.update(sample);
    return signature.verify(signed);
  }
}
