package dev.fnstore.payload;

/**
 * How much text a payload may unpack to; checked before anything of that size is allocated.
 *
 * @param libraryBytes of one library
 * @param totalBytes of all libraries together
 */
public record PayloadLimits(int libraryBytes, long totalBytes) {
  public PayloadLimits {
    if (libraryBytes < 0 || totalBytes < 0) {
      throw new IllegalArgumentException("a limit is never negative");
    }
  }
}
