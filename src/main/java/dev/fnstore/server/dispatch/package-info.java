/**
 * How a request becomes a reply: what a client is, how a request finds its command, what is checked
 * before it runs, transactions, statistics. Knows nothing of sockets, nor of any single command
 * beyond MULTI's family. Uses {@code acl}, {@code command}, {@code resp}, {@code model}, {@code
 * server.config} and {@code server.metrics}.
 */
@NullMarked
package dev.fnstore.server.dispatch;

import org.jspecify.annotations.NullMarked;
