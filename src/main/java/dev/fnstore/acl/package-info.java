/**
 * Decides: who may do what. Users and their selectors, the rules of ACL SETUSER that make them, the
 * check of a command against them, and the text of an ACL file, all as Valkey 8.1 has them. Pure:
 * uses {@code bytes} and {@code command}; no clock, no I/O, no threads.
 */
@NullMarked
package dev.fnstore.acl;

import org.jspecify.annotations.NullMarked;
