package dev.fnstore.cli.source;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What TLS with a server takes; PEM files.
 *
 * @param authorities who must have signed the server's certificate; null: those that Java trusts
 * @param certificate our own; null: none
 * @param key of our own certificate; null: none
 */
public record TlsOptions(
    @Nullable Path authorities, @Nullable Path certificate, @Nullable Path key) {}
