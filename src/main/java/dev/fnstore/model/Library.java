package dev.fnstore.model;

import dev.fnstore.bytes.Bytes;
import java.util.List;

/**
 * A library with what loading it resolved. Its source text is kept elsewhere, under {@code digest},
 * so that an image of 100,000 libraries stays small.
 *
 * @param name as the shebang names it; case-sensitive
 * @param engine canonical spelling, {@code LUA}
 * @param digest of the full source text, shebang included
 * @param functions in the order of registration
 */
public record Library(Bytes name, String engine, Digest digest, List<FunctionSpec> functions) {
  public Library {
    functions = List.copyOf(functions);
  }
}
