/**
 * Targets: looks at their nodes, deploys to them, and heals what drifts. May use {@code bytes},
 * {@code model}, {@code registry}, {@code payload}, and the rooms below; what is kept of it is kept
 * by {@link dev.fnstore.fleet.FleetStore}.
 */
@NullMarked
package dev.fnstore.fleet;

import org.jspecify.annotations.NullMarked;
