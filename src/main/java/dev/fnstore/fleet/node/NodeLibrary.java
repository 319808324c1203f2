package dev.fnstore.fleet.node;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Digest;
import java.util.List;

/**
 * A library as a server has it.
 *
 * @param engine such as {@code LUA}, as the server writes it
 * @param source the whole text, the line {@code #!lua name=…} included
 * @param digest of the source
 * @param functions their names, in the order of bytes
 */
public record NodeLibrary(
    Bytes name, Bytes engine, Bytes source, Digest digest, List<Bytes> functions) {
  public NodeLibrary {
    functions = functions.stream().sorted().toList();
  }
}
