package dev.fnstore.fleet.node;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What TLS with a server takes; PEM files, read anew for each connection.
 *
 * @param authorities who must have signed the server's certificate; null: those that Java trusts
 * @param certificate our own; null: none
 * @param key of our own certificate; null: none
 * @param insecure whether the certificate may be of another host
 */
public record TlsOptions(
    @Nullable Path authorities, @Nullable Path certificate, @Nullable Path key, boolean insecure) {
  public TlsOptions {
    if ((certificate == null) != (key == null)) {
      throw new IllegalArgumentException("cert-file and key-file go together: give both or none");
    }
  }
}
