package dev.fnstore.server;

import dev.fnstore.bytes.Bytes;
import io.vertx.core.net.NetSocket;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;

/** The names in the certificate that a client has shown, which an authority of ours has signed. */
final class CertifiedName {
  private static final int URI_TYPE = 6;

  private CertifiedName() {}

  /**
   * The names that can be those of users.
   *
   * @param field {@code CN}, {@code URI}, or {@code off} for none
   */
  static List<Bytes> of(NetSocket socket, String field) {
    if (field.equals("off") || !socket.isSsl()) {
      return List.of();
    }
    try {
      Certificate[] chain = socket.sslSession().getPeerCertificates();
      if (chain.length == 0 || !(chain[0] instanceof X509Certificate certificate)) {
        return List.of();
      }
      return field.equals("CN") ? commonNames(certificate) : uris(certificate);
    } catch (SSLPeerUnverifiedException | InvalidNameException | CertificateParsingException e) {
      return List.of(); // it has shown none, or one without such a name
    }
  }

  private static List<Bytes> commonNames(X509Certificate certificate) throws InvalidNameException {
    List<Bytes> names = new ArrayList<>();
    for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
      if (part.getType().equalsIgnoreCase("CN")) {
        names.add(Bytes.of(part.getValue().toString()));
      }
    }
    return names;
  }

  private static List<Bytes> uris(X509Certificate certificate) throws CertificateParsingException {
    List<Bytes> names = new ArrayList<>();
    Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
    if (alternatives != null) {
      for (List<?> alternative : alternatives) {
        if (alternative.get(0).equals(URI_TYPE)) {
          names.add(Bytes.of(alternative.get(1).toString()));
        }
      }
    }
    return names;
  }
}
