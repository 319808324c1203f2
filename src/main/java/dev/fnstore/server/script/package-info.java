/**
 * Runs functions and scripts inside the server: what is checked before and within a run, what is
 * running now, how it is found busy and killed. Uses {@code engine}, {@code store} and {@code
 * server.dispatch}.
 */
@NullMarked
package dev.fnstore.server.script;

import org.jspecify.annotations.NullMarked;
