/**
 * The parameters of CONFIG: their names, values, bounds and texts. Knows what a parameter is, not
 * what it does; who needs one reads it here. Uses {@code bytes} and, for the hash of a password,
 * {@code acl}.
 */
@NullMarked
package dev.fnstore.server.config;

import org.jspecify.annotations.NullMarked;
