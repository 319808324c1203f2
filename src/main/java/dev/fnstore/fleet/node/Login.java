package dev.fnstore.fleet.node;

import org.jspecify.annotations.Nullable;

/**
 * As whom a server is spoken to. It holds no password, only where that is.
 *
 * @param user null: the one that the server takes everybody for
 */
public record Login(@Nullable String user, PasswordSource password) {}
