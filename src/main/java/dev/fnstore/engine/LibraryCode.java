package dev.fnstore.engine;

import dev.fnstore.model.FunctionSpec;
import java.util.List;

/** A compiled library: immutable, shareable between versions of the same text. */
public interface LibraryCode {
  /**
   * Runs the library's top level in a scope of its own that is thrown away, and tells what it
   * registered, in order.
   *
   * @param interrupt ends it, for example when the load limit has passed
   * @throws ScriptException with the full text of FUNCTION LOAD's reply after its code, for example
   *     {@code Error registering functions: <message>}
   */
  List<FunctionSpec> register(Interrupt interrupt) throws ScriptException;

  /**
   * Runs the top level again, in a scope that stays: the running library, with its own upvalues.
   *
   * @throws ScriptException as {@link #register}
   */
  LibraryInstance start(Interrupt interrupt) throws ScriptException;
}
