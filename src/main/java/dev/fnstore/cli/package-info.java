/** The command line. Uses {@code server} and what it uses. */
@NullMarked
package dev.fnstore.cli;

import org.jspecify.annotations.NullMarked;
