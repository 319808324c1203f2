package dev.fnstore.keyspace;

/**
 * What a call depends on of who calls.
 *
 * @param readsAnyKey whether the caller may read every key that there is
 * @param inScript whether a function calls, which is to get the same for the same data
 */
public record CallerRights(boolean readsAnyKey, boolean inScript) {
  /** Of a connection that may do all. */
  public static final CallerRights ALL = new CallerRights(true, false);
}
