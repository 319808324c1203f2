package dev.fnstore.acl;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Glob;
import java.util.List;

/**
 * Keys that may be used: {@code ~pattern}, {@code %R~pattern} or {@code %W~pattern}.
 *
 * @param read whether what the keys hold may be read
 * @param write whether it may be changed
 */
record KeyPattern(Bytes pattern, boolean read, boolean write) {
  private static final Bytes ALL = Bytes.of("*");

  /**
   * Whether a command may do with a key what it does.
   *
   * @param uses what that is, as {@link dev.fnstore.command.KeySpec#flags} names it
   */
  boolean allows(Bytes key, List<String> uses) {
    boolean reads = uses.contains("access");
    boolean writes = uses.contains("insert") || uses.contains("update") || uses.contains("delete");
    return (read || !reads) && (write || !writes) && Glob.of(pattern).matches(key);
  }

  /** Whether each key there is may be read. */
  boolean allowsToReadAll() {
    return read && pattern.equals(ALL);
  }

  KeyPattern with(boolean alsoRead, boolean alsoWrite) {
    return new KeyPattern(pattern, read || alsoRead, write || alsoWrite);
  }

  /** As a rule. */
  Bytes describe() {
    return Bytes.of(read && write ? "~" : read ? "%R~" : "%W~").concat(pattern);
  }
}
