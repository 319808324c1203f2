package dev.fnstore.clients;

import dev.fnstore.model.RestorePolicy;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@link FunctionRound} asks of a client library, said with that library's own calls wherever
 * it has them. Refusals are whatever the library throws.
 *
 * <p>Replies are as the library gives them, but with strings as {@code String}, integers as {@code
 * Long}, and arrays as {@code List}.
 */
interface FunctionClient extends AutoCloseable {
  String load(String source);

  String loadReplacing(String source);

  /** FUNCTION LIST: libraries, each with the names of its functions. */
  Map<String, List<String>> functions();

  /** FUNCTION LIST LIBRARYNAME library WITHCODE: the source text. */
  String source(String library);

  @Nullable Object call(String function, List<String> keys, List<String> arguments);

  @Nullable Object callReadOnly(String function, List<String> keys, List<String> arguments);

  byte[] dump();

  String restore(byte[] payload, RestorePolicy policy);

  String delete(String library);

  String flush();

  String kill();

  /** FUNCTION STATS: how many libraries and functions the engine LUA has. */
  Counts stats();

  /** The server's whole error text, with its code, of what the library threw. */
  String errorText(Throwable thrown);

  @Override
  void close();

  /** Figures of one engine. */
  record Counts(long libraries, long functions) {
    /** From the engine's map of FUNCTION STATS. */
    static Counts of(@Nullable Map<?, ?> engine) {
      return new Counts(figure(engine, "libraries_count"), figure(engine, "functions_count"));
    }

    private static long figure(@Nullable Map<?, ?> engine, String name) {
      return engine != null && engine.get(name) instanceof Long figure ? figure : -1;
    }
  }
}
