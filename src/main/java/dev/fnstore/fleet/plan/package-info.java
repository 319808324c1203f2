/**
 * What is to be done to the nodes of a target, decided from what they hold and what they should.
 * May use {@code bytes} and {@code model}. Pure: no clock, no I/O, no threads.
 */
@NullMarked
package dev.fnstore.fleet.plan;

import org.jspecify.annotations.NullMarked;
