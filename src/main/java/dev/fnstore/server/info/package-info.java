/**
 * INFO: one small class for each section, all of what they tell read where it is kept. Fields that
 * Valkey has keep its names and units; what cannot be told truly is not there. Uses {@code store},
 * {@code keyspace}, {@code fleet}, {@code server.config}, {@code server.dispatch}, {@code
 * server.metrics} and {@code server.script}.
 */
@NullMarked
package dev.fnstore.server.info;

import org.jspecify.annotations.NullMarked;
