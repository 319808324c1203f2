/**
 * Real servers of all kinds are spoken to, also stopped, killed and locked ones. Uses {@code
 * testing}.
 */
@NullMarked
package dev.fnstore.fleet.node;

import org.jspecify.annotations.NullMarked;
