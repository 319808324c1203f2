package dev.fnstore.history;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Glob;
import dev.fnstore.log.Direction;
import org.jspecify.annotations.Nullable;

/**
 * Which events of the audit trail are wanted.
 *
 * @param libraries of events that loaded or removed one of these; null: of all
 * @param user of events of this user; null: of all
 * @param kind of events of this kind; null: of all
 * @param range where they lie
 * @param limit how many at most
 */
public record AuditQuery(
    @Nullable Glob libraries, @Nullable Bytes user, @Nullable Bytes kind, Range range, int limit) {

  /**
   * Revisions in an order.
   *
   * @param first where it begins: the lowest if oldest come first, else the highest
   * @param last where it ends, inclusive; behind {@code first} nothing if it is before it
   */
  public record Range(long first, long last, Direction direction) {}
}
