package dev.fnstore.log;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * A file in RocksDB's log format, as its write-ahead logs and its MANIFEST are; read only.
 *
 * <pre>
 *   file     blocks of 32 KiB, the last one shorter
 *   block    fragments, then less than 7 bytes of zeros
 *   fragment CRC-32C of type ‖ payload, masked (4, little-endian) ‖ length of payload (2) ‖ type (1)
 *            ‖ payload
 *   type     1 a whole record, 2 the first fragment of one, 3 one in the middle, 4 its last
 * </pre>
 */
final class RecordFile implements AutoCloseable {
  static final int BLOCK_BYTES = 32 << 10;
  static final int HEAD_BYTES = 7;

  static final int WHOLE = 1;
  static final int FIRST = 2;
  static final int MIDDLE = 3;
  static final int LAST = 4;

  private static final int MASK_DELTA = 0xa282ead8;

  private final FileChannel channel;
  private final long size;
  private final byte[] block = new byte[BLOCK_BYTES];
  private long blockStart = -1;
  private int blockLength;

  private RecordFile(FileChannel channel) throws IOException {
    this.channel = channel;
    this.size = channel.size();
  }

  static RecordFile open(Path path) throws IOException {
    return new RecordFile(FileChannel.open(path, StandardOpenOption.READ));
  }

  /**
   * A fragment's head, as it lies in the file.
   *
   * @param type one byte, of any value
   */
  record Head(int maskedCrc, int length, int type) {
    boolean isOfKnownType() {
      return type >= WHOLE && type <= LAST;
    }
  }

  long size() {
    return size;
  }

  /** Where the block of {@code position} ends: at its 32 KiB or with the file. */
  long blockEnd(long position) {
    return Math.min(size, blockStart(position) + BLOCK_BYTES);
  }

  static long blockStart(long position) {
    return position - position % BLOCK_BYTES;
  }

  int byteAt(long position) throws IOException {
    return block(position)[(int) (position - blockStart)] & 0xff;
  }

  /** The head at {@code position}, which must lie whole in its block. */
  Head headAt(long position) throws IOException {
    byte[] bytes = block(position);
    ByteBuffer head =
        ByteBuffer.wrap(bytes, (int) (position - blockStart), HEAD_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    return new Head(head.getInt(), head.getShort() & 0xffff, head.get() & 0xff);
  }

  /** Where the fragment at {@code position} ends, if there is one and its checksum is right. */
  OptionalLong fragmentEnd(long position) throws IOException {
    long room = blockEnd(position) - position - HEAD_BYTES;
    if (room < 0) {
      return OptionalLong.empty();
    }
    Head head = headAt(position);
    if (head.length() > room || (head.type() == 0 && head.length() == 0)) {
      return OptionalLong.empty();
    }
    CRC32C crc = new CRC32C();
    crc.update(block, (int) (position - blockStart) + HEAD_BYTES - 1, 1 + head.length());
    return masked(crc) == head.maskedCrc()
        ? OptionalLong.of(position + HEAD_BYTES + head.length())
        : OptionalLong.empty();
  }

  /**
   * Whether the checksum at {@code position} is right for some other length than the one beside it,
   * or for some other type: what lies there was once complete.
   */
  boolean isCompleteUnderAnotherHead(long position) throws IOException {
    long room = blockEnd(position) - position - HEAD_BYTES;
    if (room < 0) {
      return false;
    }
    Head head = headAt(position);
    int payload = (int) (position - blockStart) + HEAD_BYTES;
    for (int type = WHOLE; type <= LAST; type++) {
      CRC32C crc = new CRC32C();
      crc.update(type);
      for (int length = 0; length <= room; length++) {
        if (masked(crc) == head.maskedCrc()) {
          return true;
        }
        if (length < room) {
          crc.update(block[payload + length]);
        }
      }
    }
    return false;
  }

  private static int masked(CRC32C crc) {
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
  }

  /** Whether all bytes from {@code from} to before {@code to} are zero. */
  boolean isZero(long from, long to) throws IOException {
    for (long position = from; position < to; position++) {
      if (byteAt(position) != 0) {
        return false;
      }
    }
    return true;
  }

  private byte[] block(long position) throws IOException {
    long start = blockStart(position);
    if (start != blockStart) {
      ByteBuffer into = ByteBuffer.wrap(block, 0, (int) Math.min(BLOCK_BYTES, size - start));
      blockStart = -1;
      while (into.hasRemaining()) {
        if (channel.read(into, start + into.position()) < 0) {
          throw new EOFException("the file has become shorter");
        }
      }
      blockLength = into.position();
      blockStart = start;
    }
    if (position >= blockStart + blockLength) {
      throw new EOFException("nothing at " + position);
    }
    return block;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
