package dev.fnstore.engine;

import dev.fnstore.model.FunctionSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A compiled library, shareable between versions of the same text; for one thread at a time. */
public interface LibraryCode {
  /**
   * Runs the library's top level in a scope of its own, which no instance that was started before
   * has, and tells what it registered, in order.
   *
   * @param interrupt ends it, for example when the load limit has passed
   * @throws ScriptException with the full text of FUNCTION LOAD's reply after its code, for example
   *     {@code Error registering functions: <message>}
   */
  List<FunctionSpec> register(Interrupt interrupt) throws ScriptException;

  /**
   * The running library, with upvalues of its own: of a run of the top level that {@link #register}
   * did and nothing has called since, or of one more.
   *
   * @throws ScriptException as {@link #register}
   */
  LibraryInstance start(Interrupt interrupt) throws ScriptException;

  /** As {@link #start}, or null where that would have to run the top level. */
  @Nullable LibraryInstance startAtOnce();
}
