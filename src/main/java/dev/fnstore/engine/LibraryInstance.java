package dev.fnstore.engine;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.FunctionSpec;
import dev.fnstore.resp.Reply;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  /**
   * Calls a function that is expected to be short; as {@link #call}, but where it is not done after
   * some hundred jumps and calls it is left as it is.
   *
   * @return null if it was left: then {@link #finish} comes next, before anything else that runs in
   *     this engine; by any thread
   */
  @Nullable Reply begin(Bytes function, List<Bytes> keys, List<Bytes> arguments, ScriptHost host);

  /**
   * Whether it has been let go, because what it kept was too much: another is to be started in its
   * place.
   */
  boolean isSpent();

  /** Goes on with the call that {@link #begin} left, and gives its reply. */
  Reply finish();
}
