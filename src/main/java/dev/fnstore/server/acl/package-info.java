/**
 * Users as a running server has them: the ACL file, the log of what was denied, and what a change
 * of a user does to the clients that are connected as it. Uses {@code acl}, {@code server.dispatch}
 * and {@code server.notify}.
 */
@NullMarked
package dev.fnstore.server.acl;

import org.jspecify.annotations.NullMarked;
