package dev.fnstore.payload;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Library;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What tests of payloads share. */
final class Payloads {
  static final PayloadLimits WIDE = new PayloadLimits(1 << 24, 1 << 28);

  private Payloads() {}

  /** Every source of {@code payload}. */
  static List<Bytes> read(Bytes payload) throws PayloadException {
    return readAll(PayloadReader.open(payload, WIDE));
  }

  static List<Bytes> readAll(PayloadReader reader) throws PayloadException {
    List<Bytes> sources = new ArrayList<>();
    while (reader.hasNext()) {
      sources.add(reader.nextSource());
    }
    return sources;
  }

  /** The payload that a server would write of {@code sources}, in their order. */
  static Bytes dump(int rdbVersion, Bytes... sources) throws PayloadException {
    List<Library> libraries = new ArrayList<>();
    Map<Digest, Bytes> byDigest = new HashMap<>();
    for (Bytes source : sources) {
      Digest digest = Digest.of(source);
      byDigest.put(digest, source);
      libraries.add(new Library(Bytes.of("l" + libraries.size()), "LUA", digest, List.of()));
    }
    return new DumpCache().dump(libraries, byDigest::get, rdbVersion);
  }

  /** {@code body} with version and a good checksum behind it. */
  static Bytes seal(byte[] body, int rdbVersion) {
    byte[] payload = Arrays.copyOf(body, body.length + PayloadReader.FOOTER_BYTES);
    payload[body.length] = (byte) rdbVersion;
    payload[body.length + 1] = (byte) (rdbVersion >> 8);
    mend(payload);
    return Bytes.wrap(payload);
  }

  /** Puts the right checksum at the end of {@code payload}. */
  static void mend(byte[] payload) {
    int checked = payload.length - Long.BYTES;
    long crc = Crc64.update(0, payload, 0, checked);
    for (int i = 0; i < Long.BYTES; i++) {
      payload[checked + i] = (byte) (crc >>> (8 * i));
    }
  }

  /** Each character as one byte. */
  static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
