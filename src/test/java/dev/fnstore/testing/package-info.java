/**
 * What tests of several rooms share: real servers to compare with and a plain client to talk to
 * them. Uses {@code bytes} and {@code resp}; no test of its own code lives here.
 */
@NullMarked
package dev.fnstore.testing;

import org.jspecify.annotations.NullMarked;
