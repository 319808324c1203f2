package dev.fnstore.payload;

/**
 * The RDB versions that a payload's footer can name. Redis 7.0 writes 10, Valkey 8 writes 11, Redis
 * 8 writes 12, Valkey 9 writes 80; the layout of libraries is the same in all of them.
 */
public final class RdbVersion {
  /** The one that every server with functions reads. */
  public static final int DEFAULT = 10;

  private static final int NEWEST_SHARED = 12;
  private static final int VALKEY_9 = 80;

  private RdbVersion() {}

  /**
   * Whether a payload of {@code version} can be restored. Valkey refuses what is newer than itself
   * and takes whatever is older, also what no server with functions ever wrote (0 to 9); what is
   * not published yet (13 to 79, 81 and above) may have another layout and is refused.
   */
  public static boolean isReadable(int version) {
    return (version >= 0 && version <= NEWEST_SHARED) || version == VALKEY_9;
  }

  /** Whether some server writes {@code version}, so that DUMP may be asked for it. */
  public static boolean isWritable(int version) {
    return (version >= DEFAULT && version <= NEWEST_SHARED) || version == VALKEY_9;
  }
}
