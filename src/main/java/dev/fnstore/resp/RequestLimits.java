package dev.fnstore.resp;

/**
 * How large a request may be.
 *
 * @param maxWords words of one request
 * @param maxWordBytes of one word, {@code proto-max-bulk-len}
 * @param maxInlineBytes of an inline request's line, and of a length line
 * @param maxRequestBytes of all words of one request together, {@code client-query-buffer-limit}
 */
public record RequestLimits(
    int maxWords, long maxWordBytes, int maxInlineBytes, long maxRequestBytes) {
  /** Valkey's defaults. */
  public static final RequestLimits DEFAULT =
      new RequestLimits(1024 * 1024, 512L << 20, 64 << 10, 1L << 30);

  /** What a client may send before it has authenticated, where it must. */
  public static final RequestLimits UNAUTHENTICATED =
      new RequestLimits(10, 16384, 64 << 10, 1L << 20);
}
