package dev.fnstore.payload;

import dev.fnstore.bytes.Bytes;
import java.util.Arrays;

/**
 * Packs a library as {@code rdbcompression yes} does: LZF where the text is longer than 20 bytes
 * and gets at least 4 bytes shorter, else raw. The integer forms need no writer: a library begins
 * with {@code #!}.
 */
final class ChunkWriter {
  private static final int TOO_SHORT_TO_PACK = 20;
  private static final int LEAST_SAVING = 4;

  /** The opcode, the mark of LZF and two lengths of 32 bits. */
  private static final int MOST_HEAD_BYTES = 1 + 1 + 5 + 5;

  private final Lzf lzf = new Lzf();

  Chunk write(Bytes source) {
    byte[] text = source.shared();
    byte[] head = new byte[MOST_HEAD_BYTES];
    head[0] = (byte) PayloadReader.LIBRARY;
    if (text.length > TOO_SHORT_TO_PACK) {
      int room = text.length - LEAST_SAVING;
      byte[] packed = new byte[room];
      int length = lzf.compress(text, packed, room);
      if (length > 0) {
        head[1] = (byte) 0xc3;
        return join(head, putLength(head, putLength(head, 2, length), text.length), packed, length);
      }
    }
    return join(head, putLength(head, 1, text.length), text, text.length);
  }

  private static Chunk join(byte[] head, int headLength, byte[] body, int bodyLength) {
    byte[] content = Arrays.copyOf(head, Math.addExact(headLength, bodyLength));
    System.arraycopy(body, 0, content, headLength, bodyLength);
    return Chunk.of(content);
  }

  private static int putLength(byte[] out, int at, int length) {
    if (length < 1 << 6) {
      out[at] = (byte) length;
      return at + 1;
    } else if (length < 1 << 14) {
      out[at] = (byte) (0x40 | (length >> 8));
      out[at + 1] = (byte) length;
      return at + 2;
    }
    out[at] = (byte) 0x80;
    for (int i = 1; i <= 4; i++) {
      out[at + i] = (byte) (length >> (32 - 8 * i));
    }
    return at + 5;
  }
}
