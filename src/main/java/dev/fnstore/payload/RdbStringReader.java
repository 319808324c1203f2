package dev.fnstore.payload;

import dev.fnstore.bytes.Bytes;

/**
 * RDB strings in any form that some server writes: raw with a length of 6, 14, 32 or 64 bits; an
 * integer of 8, 16 or 32 bits, which stands for its decimal text; LZF.
 */
final class RdbStringReader {
  private static final int INT_8 = 0xc0;
  private static final int INT_16 = 0xc1;
  private static final int INT_32 = 0xc2;
  private static final int LZF = 0xc3;

  private final byte[] content;
  private final int end;
  private final PayloadLimits limits;
  private int position;
  private long totalBytes;

  /** Reads {@code content} up to {@code end}. */
  RdbStringReader(byte[] content, int end, PayloadLimits limits) {
    this.content = content;
    this.end = end;
    this.limits = limits;
  }

  boolean hasNext() {
    return position < end;
  }

  int nextByte() throws PayloadException {
    need(1);
    return content[position++] & 0xff;
  }

  Bytes nextString() throws PayloadException {
    int first = nextByte();
    return switch (first) {
      case INT_8 -> decimal((byte) littleEndian(1));
      case INT_16 -> decimal((short) littleEndian(2));
      case INT_32 -> decimal((int) littleEndian(4));
      case LZF -> nextPacked();
      default -> nextRaw(length(first));
    };
  }

  private Bytes decimal(int value) throws PayloadException {
    Bytes text = Bytes.of(value);
    admit(text.length());
    return text;
  }

  private Bytes nextRaw(long length) throws PayloadException {
    need(length);
    admit(length);
    Bytes text = Bytes.copyOf(content, position, (int) length);
    position += (int) length;
    return text;
  }

  private Bytes nextPacked() throws PayloadException {
    long packedLength = length(nextByte());
    long textLength = length(nextByte());
    need(packedLength);
    admit(textLength);
    byte[] text = Lzf.decompress(content, position, (int) packedLength, (int) textLength);
    position += (int) packedLength;
    return Bytes.wrap(text);
  }

  /** The length that begins with byte {@code first}; below 0 where 64 bits say 2^63 or more. */
  private long length(int first) throws PayloadException {
    return switch (first >> 6) {
      case 0 -> first;
      case 1 -> ((first & 0x3f) << 8) | nextByte();
      case 2 ->
          switch (first) {
            case 0x80 -> Long.reverseBytes(littleEndian(4)) >>> 32;
            case 0x81 -> Long.reverseBytes(littleEndian(8));
            default -> throw new PayloadException(PayloadException.BAD_STRING);
          };
      default -> throw new PayloadException(PayloadException.BAD_STRING);
    };
  }

  private long littleEndian(int count) throws PayloadException {
    need(count);
    long value = 0;
    for (int i = 0; i < count; i++) {
      value |= (content[position++] & 0xffL) << (8 * i);
    }
    return value;
  }

  private void need(long count) throws PayloadException {
    if (count < 0 || count > end - position) {
      throw new PayloadException(PayloadException.BAD_STRING);
    }
  }

  /** Before a text of {@code length} bytes is allocated. */
  private void admit(long length) throws PayloadException {
    if (length < 0 || length > limits.libraryBytes()) {
      throw new PayloadException(
          "a library of the payload is larger than " + limits.libraryBytes() + " bytes");
    }
    totalBytes += length;
    if (totalBytes > limits.totalBytes()) {
      throw new PayloadException(
          "the libraries of the payload are larger than " + limits.totalBytes() + " bytes");
    }
  }
}
