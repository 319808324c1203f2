/**
 * What a command is, apart from what it does: name, arity, flags, ACL categories, where its keys
 * are, documentation. One {@code CommandSpec} answers COMMAND INFO, DOCS and GETKEYS and drives the
 * checks before a command runs. Pure: uses {@code bytes} and the JDK only.
 */
@NullMarked
package dev.fnstore.command;

import org.jspecify.annotations.NullMarked;
