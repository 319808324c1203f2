/**
 * Ties decide → append → fold → publish: the single writer of the registry. Callers stage changes
 * and commit them together; nothing is acknowledged before its commit has returned. Uses {@code
 * registry}, {@code payload}, {@code log}, {@code history}, {@code engine}, a clock and a logger.
 */
@NullMarked
package dev.fnstore.store;

import org.jspecify.annotations.NullMarked;
