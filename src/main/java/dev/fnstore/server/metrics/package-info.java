/**
 * What the server counts and remembers of its own work: counters, distributions of latency, the
 * command logs, the latency monitor, rates. Knows no client and no command; who counts is {@code
 * server.dispatch}, who shows is {@code server.command}. Uses {@code bytes} and HdrHistogram.
 */
@NullMarked
package dev.fnstore.server.metrics;

import org.jspecify.annotations.NullMarked;
