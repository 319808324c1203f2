package dev.fnstore.server.script;

/**
 * What one run may do.
 *
 * @param readOnly called by a command that may not write, or declared {@code no-writes}
 * @param allowOom may run deny-oom commands over maxmemory
 * @param startedOutOfMemory whether memory was short when the run began
 */
record RunRights(boolean readOnly, boolean allowOom, boolean startedOutOfMemory) {}
