package dev.fnstore.engine.lua;

/**
 * Leaves a run that was to be short and is not, so that another thread goes on with it. It is
 * thrown where nothing but Lua frames are active, or before the first Lua function that a library
 * function calls back: the instruction that it leaves has done nothing yet, and is done again.
 */
final class Relocation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The only one: it has no stack trace, no cause and no suppressed ones, so it holds nothing. */
  @SuppressWarnings("StaticAssignmentOfThrowable")
  static final Relocation NOW = new Relocation();

  private Relocation() {
    super(null, null, false, false);
  }
}
