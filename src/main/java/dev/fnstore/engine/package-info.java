/**
 * Runs functions and scripts: compiles a library, runs it in its sandbox, interrupts it. The rest
 * of the server sees the interfaces only; an engine's name in a library's shebang selects one. Uses
 * {@code bytes}, {@code model} and the reply values of {@code resp}. Knows nothing of sockets, the
 * registry or the log: what a function may reach is a {@code ScriptHost}.
 */
@NullMarked
package dev.fnstore.engine;

import org.jspecify.annotations.NullMarked;
