package dev.fnstore.testing;

import dev.fnstore.bytes.Bytes;
import java.nio.charset.StandardCharsets;

/**
 * The payload that the manual page of FUNCTION DUMP prints. Its bytes were made from a library that
 * says {@code redis.}; the page was edited to say {@code server.}, also inside of the payload.
 */
public final class ManualPagePayload {
  private static final String BEFORE = "\u00f5\u00c3@X@]\u001f#!lua name=mylib \n ";
  private static final String AFTER =
      "registe\rr_function('my@\u000b\u0002', @\u0006`\u0012\nkeys, args) 6\u0003turn`\f\u0007"
          + "[1] end)\f\u0000\u00ba\u0098\u00c2\u00a2\u0013\u000e$\u0007";

  /** As the page prints it. */
  public static final Bytes PRINTED = Bytes.wrap(latin1(BEFORE + "server." + AFTER));

  /** With {@code redis.} put back. */
  public static final Bytes MENDED = Bytes.wrap(latin1(BEFORE + "redis." + AFTER));

  private ManualPagePayload() {}

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
