package dev.fnstore.payload;

import dev.fnstore.bytes.Bytes;

/**
 * A FUNCTION DUMP payload, read one library after the other, so that what comes before a fault can
 * be judged first, as Valkey does.
 *
 * <pre>
 *   (0xF5  RDB string of the source)*   RDB version, 2 bytes LE   CRC-64 of all before, 8 bytes LE
 * </pre>
 */
public final class PayloadReader {
  static final int LIBRARY = 0xf5;
  static final int FOOTER_BYTES = 10;
  private static final int CHECKSUM_BYTES = 8;
  private static final int LIBRARY_BEFORE_7_0 = 0xf6;

  private final RdbStringReader strings;
  private final int rdbVersion;

  private PayloadReader(RdbStringReader strings, int rdbVersion) {
    this.strings = strings;
    this.rdbVersion = rdbVersion;
  }

  /**
   * Checks length, version and checksum, in this order, and nothing behind them.
   *
   * @throws PayloadException with Valkey's one text for all three
   */
  public static PayloadReader open(Bytes payload, PayloadLimits limits) throws PayloadException {
    return open(payload, limits, true);
  }

  /** As {@link #open(Bytes, PayloadLimits)}, for DEBUG SET-SKIP-CHECKSUM-VALIDATION 1. */
  public static PayloadReader openUnchecked(Bytes payload, PayloadLimits limits)
      throws PayloadException {
    return open(payload, limits, false);
  }

  private static PayloadReader open(Bytes payload, PayloadLimits limits, boolean checked)
      throws PayloadException {
    byte[] content = payload.shared();
    int footer = content.length - FOOTER_BYTES;
    if (footer < 0) {
      throw new PayloadException(PayloadException.BAD_FOOTER);
    }
    int rdbVersion = (content[footer] & 0xff) | ((content[footer + 1] & 0xff) << 8);
    if (!RdbVersion.isReadable(rdbVersion) || (checked && !isWhole(content))) {
      throw new PayloadException(PayloadException.BAD_FOOTER);
    }
    return new PayloadReader(new RdbStringReader(content, footer, limits), rdbVersion);
  }

  private static boolean isWhole(byte[] content) {
    int checked = content.length - CHECKSUM_BYTES;
    long crc = Crc64.update(0, content, 0, checked);
    for (int i = 0; i < CHECKSUM_BYTES; i++) {
      if (content[checked + i] != (byte) (crc >>> (8 * i))) {
        return false;
      }
    }
    return true;
  }

  public int rdbVersion() {
    return rdbVersion;
  }

  public boolean hasNext() {
    return strings.hasNext();
  }

  /**
   * The full source text of the next library.
   *
   * @throws PayloadException if it is no library, is cut off, damaged or over the limits; nothing
   *     after that can be read
   */
  public Bytes nextSource() throws PayloadException {
    if (!hasNext()) {
      throw new PayloadException("can not read data type");
    }
    return switch (strings.nextByte()) {
      case LIBRARY -> strings.nextString();
      case LIBRARY_BEFORE_7_0 -> throw new PayloadException("Pre-GA function format not supported");
      default -> throw new PayloadException("given type is not a function");
    };
  }
}
