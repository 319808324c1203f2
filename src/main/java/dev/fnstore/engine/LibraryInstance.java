package dev.fnstore.engine;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.FunctionSpec;
import dev.fnstore.resp.Reply;
import java.util.List;

/** A running library; what its upvalues hold lives as long as it does. */
public interface LibraryInstance {
  /** What starting it registered, in order. */
  List<FunctionSpec> functions();

  /**
   * Calls a function.
   *
   * @param function its name as registered
   * @return its reply; an error that escaped it is a {@link Reply.ErrorReply} with Valkey's suffix
   *     ({@code script: f, on @user_function:2.}). Nothing is thrown for anything that the function
   *     does.
   */
  Reply call(Bytes function, List<Bytes> keys, List<Bytes> arguments, ScriptHost host);
}
