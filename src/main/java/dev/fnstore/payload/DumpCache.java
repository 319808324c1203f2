package dev.fnstore.payload;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Library;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Writes FUNCTION DUMP payloads and keeps what the next one can use: the packed form of every
 * library of the image dumped last, under its digest, and that image's finished payloads. After one
 * LOAD among 100,000 libraries a dump packs one library.
 *
 * <p>Holds about the last payload's size twice (its chunks, and one payload for each version asked
 * for). Belongs to one thread.
 */
public final class DumpCache {
  private final ChunkWriter writer = new ChunkWriter();
  private Map<Digest, Chunk> chunks = Map.of();
  private Collection<Library> dumped = List.of();
  private final Map<Integer, Bytes> finished = new HashMap<>();

  /**
   * The payload of {@code libraries}, in their order.
   *
   * @param libraries of one image; the same instance must always hold the same libraries
   * @param sources the source text of a digest; asked only for those not in the dump before
   * @param rdbVersion of the footer, one of {@link RdbVersion#isWritable}
   * @throws PayloadException if the payload would be larger than an array can be
   */
  public Bytes dump(Collection<Library> libraries, Function<Digest, Bytes> sources, int rdbVersion)
      throws PayloadException {
    if (!RdbVersion.isWritable(rdbVersion)) {
      throw new IllegalArgumentException("no server writes RDB version " + rdbVersion);
    }
    if (libraries != dumped) {
      chunks = chunksOf(libraries, sources);
      finished.clear();
      dumped = libraries;
    }
    Bytes payload = finished.get(rdbVersion);
    if (payload == null) {
      payload = join(libraries, chunks, rdbVersion);
      finished.put(rdbVersion, payload);
    }
    return payload;
  }

  private Map<Digest, Chunk> chunksOf(
      Collection<Library> libraries, Function<Digest, Bytes> sources) {
    Map<Digest, Chunk> next = new HashMap<>(libraries.size() * 4 / 3 + 1);
    for (Library library : libraries) {
      Digest digest = library.digest();
      if (!next.containsKey(digest)) {
        Chunk known = chunks.get(digest);
        next.put(digest, known != null ? known : writer.write(sources.apply(digest)));
      }
    }
    return next;
  }

  private static Bytes join(
      Collection<Library> libraries, Map<Digest, Chunk> chunks, int rdbVersion)
      throws PayloadException {
    byte[] payload = new byte[size(libraries, chunks)];
    int at = 0;
    long crc = 0;
    for (Library library : libraries) {
      Chunk chunk = chunk(chunks, library);
      int length = chunk.content().length();
      System.arraycopy(chunk.content().shared(), 0, payload, at, length);
      crc = Crc64.combine(crc, chunk.crc(), length);
      at += length;
    }
    payload[at] = (byte) rdbVersion;
    payload[at + 1] = (byte) (rdbVersion >> 8);
    crc = Crc64.update(crc, payload, at, 2);
    for (int i = 0; i < Long.BYTES; i++) {
      payload[at + 2 + i] = (byte) (crc >>> (8 * i));
    }
    return Bytes.wrap(payload);
  }

  private static int size(Collection<Library> libraries, Map<Digest, Chunk> chunks)
      throws PayloadException {
    long size = PayloadReader.FOOTER_BYTES;
    for (Library library : libraries) {
      size += chunk(chunks, library).content().length();
    }
    if (size > Integer.MAX_VALUE - 8) {
      throw new PayloadException("the libraries are too large for one payload");
    }
    return (int) size;
  }

  private static Chunk chunk(Map<Digest, Chunk> chunks, Library library) {
    Chunk chunk = chunks.get(library.digest());
    if (chunk == null) {
      throw new IllegalStateException("the image was changed while it was dumped");
    }
    return chunk;
  }
}
