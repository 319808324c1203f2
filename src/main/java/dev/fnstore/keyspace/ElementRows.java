package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;

/**
 * How values of one type are written, whole or each element in a row of its own.
 *
 * @param <V> the type
 */
interface ElementRows<V extends Aggregate> {
  Class<V> type();

  V create();

  /**
   * Adds all elements to {@code out}, but may stop once that holds more than {@code most} bytes.
   */
  void pack(V value, RowBytes out, int most);

  /** Adds what {@link #pack} wrote to a new value. */
  void unpack(V value, RowInput in);

  /** Whether elements have rows of their own even where they are few. */
  default boolean isAlwaysSpread() {
    return false;
  }

  /** Adds what is in the row of the key beside the elements' rows. */
  default void writeHead(V value, RowBytes out) {}

  /** Reads what {@link #writeHead} wrote, before all elements. */
  default void readHead(V value, RowInput in) {}

  /** The keys of the rows of all elements, behind the value's id. */
  void forEachRow(V value, RowVisitor rows);

  /**
   * Adds what is in the row of an element.
   *
   * @return false if there is no such element
   */
  boolean writeElement(V value, Bytes row, RowBytes out);

  /** Adds an element; rows come in their order. */
  void readElement(V value, Bytes row, RowInput in);

  /** Has rows written that nothing tells of when they change; called before what has changed is. */
  default void refresh(V value, Spread spread) {}

  /** Is shown the rows of a value. */
  @FunctionalInterface
  interface RowVisitor {
    void visit(Bytes row);
  }
}
