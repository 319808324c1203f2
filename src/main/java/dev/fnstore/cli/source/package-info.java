/**
 * Who answers the requests of the command line: a running server, or the data folder of a stopped
 * one. Both give the same replies. Uses {@code resp}, {@code log}, {@code history}, {@code backup}
 * and {@code server.command}.
 */
@NullMarked
package dev.fnstore.cli.source;

import org.jspecify.annotations.NullMarked;
