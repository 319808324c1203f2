package dev.fnstore.resp;

import dev.fnstore.bytes.Bytes;
import java.util.AbstractList;
import java.util.RandomAccess;

/**
 * Bulk strings that are the items of an aggregate. It holds their bytes alone: ranges are mostly
 * only written, and an item is made for who asks for it.
 */
final class BulkItems extends AbstractList<Reply> implements RandomAccess {
  private final byte[][] contents;

  BulkItems(byte[][] contents) {
    this.contents = contents;
  }

  /** For reading only. */
  byte[][] contents() {
    return contents;
  }

  @Override
  public Reply get(int index) {
    return Reply.bulk(Bytes.wrap(contents[index]));
  }

  @Override
  public int size() {
    return contents.length;
  }
}
