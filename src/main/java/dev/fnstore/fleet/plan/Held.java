package dev.fnstore.fleet.plan;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Digest;
import java.util.List;

/**
 * A library that a node holds.
 *
 * @param digest of its source
 * @param functions their names
 */
public record Held(Bytes name, Digest digest, List<Bytes> functions) {
  public Held {
    functions = List.copyOf(functions);
  }
}
