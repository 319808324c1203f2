package dev.fnstore.engine;

/**
 * Unwinds a run that was interrupted. An {@link Error}, so that nothing which handles script errors
 * catches it by accident; only the engine's outermost frame does.
 */
public final class ScriptInterrupted extends Error {
  private static final long serialVersionUID = 1L;

  public ScriptInterrupted(String message) {
    super(message, null, false, false);
  }
}
