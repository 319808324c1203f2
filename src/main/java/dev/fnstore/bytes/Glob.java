package dev.fnstore.bytes;

/**
 * Glob patterns over bytes as Valkey matches them: {@code *}, {@code ?}, {@code [a-z]}, {@code
 * [^a]}, {@code \x}.
 *
 * <p>Work is bounded: after a failed {@code *} only the last one is tried again, so a pattern of
 * many stars costs pattern × text at the most.
 */
public final class Glob {
  private final byte[] pattern;
  private final boolean ignoreCase;

  private Glob(Bytes pattern, boolean ignoreCase) {
    this.pattern = pattern.shared();
    this.ignoreCase = ignoreCase;
  }

  public static Glob of(Bytes pattern) {
    return new Glob(pattern, false);
  }

  public static Glob ignoringCase(Bytes pattern) {
    return new Glob(pattern, true);
  }

  /** Whether it can match only one text, letters of either case aside. */
  public boolean isLiteral() {
    for (byte b : pattern) {
      if (b == '*' || b == '?' || b == '[' || b == '\\') {
        return false;
      }
    }
    return true;
  }

  /** The pattern as it was given. */
  public Bytes pattern() {
    return Bytes.copyOf(pattern);
  }

  public boolean matches(Bytes text) {
    byte[] subject = text.shared();
    int p = 0;
    int s = 0;
    int starPattern = -1;
    int starSubject = -1;
    while (s < subject.length) {
      if (p < pattern.length && pattern[p] == '*') {
        starPattern = ++p;
        starSubject = s;
        continue;
      }
      int next = p < pattern.length ? matchOne(p, fold(subject[s])) : -1;
      if (next >= 0) {
        p = next;
        s++;
      } else if (starPattern >= 0) {
        p = starPattern;
        s = ++starSubject;
      } else {
        return false;
      }
    }
    while (p < pattern.length && pattern[p] == '*') {
      p++;
    }
    return p == pattern.length;
  }

  /** The pattern index after the element at {@code p} if it takes {@code c}, else -1. */
  private int matchOne(int p, int c) {
    return switch (pattern[p]) {
      case '?' -> p + 1;
      case '[' -> matchClass(p + 1, c);
      case '\\' -> {
        int literal = p + 1 < pattern.length ? p + 1 : p;
        yield fold(pattern[literal]) == c ? literal + 1 : -1;
      }
      default -> fold(pattern[p]) == c ? p + 1 : -1;
    };
  }

  /** As Valkey reads a class: an unclosed one ends with the pattern. */
  private int matchClass(int start, int c) {
    int p = start;
    boolean negated = p < pattern.length && pattern[p] == '^';
    if (negated) {
      p++;
    }
    boolean found = false;
    while (p < pattern.length && pattern[p] != ']') {
      if (pattern[p] == '\\' && p + 1 < pattern.length) {
        p++;
        found |= fold(pattern[p]) == c;
      } else if (p + 2 < pattern.length && pattern[p + 1] == '-') {
        int low = fold(pattern[p]);
        int high = fold(pattern[p + 2]);
        found |= c >= Math.min(low, high) && c <= Math.max(low, high);
        p += 2;
      } else {
        found |= fold(pattern[p]) == c;
      }
      p++;
    }
    return found == negated ? -1 : Math.min(p + 1, pattern.length);
  }

  private int fold(byte b) {
    int c = b & 0xff;
    return ignoreCase && c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
  }
}
