package dev.fnstore.fleet;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Library;
import dev.fnstore.payload.DumpCache;
import dev.fnstore.payload.PayloadException;
import dev.fnstore.payload.RdbVersion;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Payloads of what goes to nodes, in the version that all of them read. */
final class Payloads {
  private Payloads() {}

  /**
   * The payload of libraries; empty of none.
   *
   * @param digests by name
   * @throws IllegalStateException if a source is not among {@code sources}
   */
  static Bytes of(SortedMap<Bytes, Digest> digests, Map<Digest, Bytes> sources)
      throws PayloadException {
    if (digests.isEmpty()) {
      return Bytes.EMPTY;
    }
    List<Library> libraries =
        digests.entrySet().stream()
            .map(entry -> new Library(entry.getKey(), "LUA", entry.getValue(), List.of()))
            .toList();
    return new DumpCache().dump(libraries, digest -> source(digest, sources), RdbVersion.DEFAULT);
  }

  private static Bytes source(Digest digest, Map<Digest, Bytes> sources) {
    Bytes source = sources.get(digest);
    if (source == null) {
      throw new IllegalStateException("there is no source " + digest);
    }
    return source;
  }
}
