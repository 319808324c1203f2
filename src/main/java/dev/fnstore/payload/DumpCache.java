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
 * library of the image dumped last, and that image's finished payloads. After one LOAD among
 * 100,000 libraries a dump packs one library.
 *
 * <p>Holds about the last payload's size twice (its chunks, and one payload for each version asked
 * for). Belongs to one thread.
 */
public final class DumpCache {
  private final ChunkWriter writer = new ChunkWriter();
  private Library[] dumped = {};
  private Chunk[] chunks = {};
  private Collection<Library> dumpedFrom = List.of();
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
    if (libraries != dumpedFrom) {
      Library[] next = libraries.toArray(Library[]::new);
      chunks = chunksOf(next, sources);
      dumped = next;
      finished.clear();
      dumpedFrom = libraries;
    }
    Bytes payload = finished.get(rdbVersion);
    if (payload == null) {
      payload = join(chunks, rdbVersion);
      finished.put(rdbVersion, payload);
    }
    return payload;
  }

  /**
   * What the image before has unchanged at its begin and at its end is taken over without a look at
   * its digests: after one change that is nearly all.
   */
  @SuppressWarnings("ReferenceEquality") // what is equal but not the same is found by its digest
  private Chunk[] chunksOf(Library[] next, Function<Digest, Bytes> sources) {
    int shorter = Math.min(dumped.length, next.length);
    int before = 0;
    while (before < shorter && dumped[before] == next[before]) {
      before++;
    }
    int after = 0;
    while (after < shorter - before
        && dumped[dumped.length - 1 - after] == next[next.length - 1 - after]) {
      after++;
    }
    Chunk[] result = new Chunk[next.length];
    System.arraycopy(chunks, 0, result, 0, before);
    System.arraycopy(chunks, chunks.length - after, result, next.length - after, after);
    Map<Digest, Chunk> known = new HashMap<>();
    for (int i = before; i < dumped.length - after; i++) {
      known.put(dumped[i].digest(), chunks[i]);
    }
    for (int i = before; i < next.length - after; i++) {
      result[i] =
          known.computeIfAbsent(next[i].digest(), digest -> writer.write(sources.apply(digest)));
    }
    return result;
  }

  private static Bytes join(Chunk[] chunks, int rdbVersion) throws PayloadException {
    byte[] payload = new byte[size(chunks)];
    int at = 0;
    long crc = 0;
    for (Chunk chunk : chunks) {
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

  private static int size(Chunk[] chunks) throws PayloadException {
    long size = PayloadReader.FOOTER_BYTES;
    for (Chunk chunk : chunks) {
      size += chunk.content().length();
    }
    if (size > Integer.MAX_VALUE - 8) {
      throw new PayloadException("the libraries are too large for one payload");
    }
    return (int) size;
  }
}
