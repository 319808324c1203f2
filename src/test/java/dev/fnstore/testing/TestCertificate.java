package dev.fnstore.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * A certificate that has signed itself, made by the JDK's keytool, as PEM files and for clients.
 */
public final class TestCertificate {
  /** Of the stores. */
  public static final String PASSWORD_TEXT = "changeit";

  private static final char[] PASSWORD = PASSWORD_TEXT.toCharArray();
  private static final String ALIAS = "it";

  private final Path folder;
  private final String commonName;
  private final KeyStore store;
  private final Path certificateFile;
  private final Path keyFile;

  private TestCertificate(
      Path folder, String commonName, KeyStore store, Path certificateFile, Path keyFile) {
    this.folder = folder;
    this.commonName = commonName;
    this.store = store;
    this.certificateFile = certificateFile;
    this.keyFile = keyFile;
  }

  /**
   * Makes one for {@code 127.0.0.1}.
   *
   * @param folder where its files go
   * @param commonName its {@code CN}
   */
  public static TestCertificate make(Path folder, String commonName) throws Exception {
    Path file = folder.resolve(commonName + ".p12");
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    ALIAS,
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=" + commonName + ",O=fnstore tests",
                    "-ext",
                    "san=ip:127.0.0.1,uri:urn:" + commonName,
                    "-validity",
                    "2",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    file.toString(),
                    "-storepass",
                    PASSWORD_TEXT))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(commonName + ".out").toFile())
            .start();
    if (keytool.waitFor() != 0) {
      throw new IOException(Files.readString(folder.resolve(commonName + ".out")));
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    Key key = store.getKey(ALIAS, PASSWORD);
    return new TestCertificate(
        folder,
        commonName,
        store,
        write(
            folder.resolve(commonName + ".crt"),
            "CERTIFICATE",
            store.getCertificate(ALIAS).getEncoded()),
        write(folder.resolve(commonName + ".key"), "PRIVATE KEY", key.getEncoded()));
  }

  private static Path write(Path file, String what, byte[] content) throws IOException {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return Files.writeString(
        file, "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n");
  }

  /** In PEM format. */
  public Path certificateFile() {
    return certificateFile;
  }

  /** In PEM format, without a password. */
  public Path keyFile() {
    return keyFile;
  }

  /** The certificate and its key, in PKCS#12 format. */
  public Path keyStore() {
    return folder.resolve(commonName + ".p12");
  }

  /** The certificate as one to be trusted, in PKCS#12 format. */
  public Path trustStore() throws GeneralSecurityException, IOException {
    Path file = folder.resolve(commonName + "-trust.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      trusted().store(out, PASSWORD);
    }
    return file;
  }

  private KeyStore trusted() throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", store.getCertificate(ALIAS));
    return trusted;
  }

  /** A client that trusts this certificate and shows {@code own}, if there is one. */
  public SSLContext client(@Nullable TestCertificate own) throws GeneralSecurityException {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted());
      SSLContext context = SSLContext.getInstance("TLS");
      KeyManager[] shown = own == null ? new KeyManager[0] : new KeyManager[] {new Shown(own)};
      context.init(shown, trust.getTrustManagers(), null);
      return context;
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
  }

  /** Shows one certificate, also to a server that has not asked for one of its issuer. */
  private static final class Shown extends X509ExtendedKeyManager {
    private final TestCertificate certificate;

    Shown(TestCertificate certificate) {
      this.certificate = certificate;
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
      return ALIAS;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      try {
        return new X509Certificate[] {(X509Certificate) certificate.store.getCertificate(ALIAS)};
      } catch (KeyStoreException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      try {
        return (PrivateKey) certificate.store.getKey(ALIAS, PASSWORD);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
      return new String[] {ALIAS};
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
      return new String[0];
    }

    @Override
    public @Nullable String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
      return null;
    }
  }
}
