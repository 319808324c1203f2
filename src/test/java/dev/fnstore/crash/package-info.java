/**
 * What survives when a server dies: by kill -9, with its promises of {@code docs/durability.md}.
 */
@NullMarked
package dev.fnstore.crash;

import org.jspecify.annotations.NullMarked;
