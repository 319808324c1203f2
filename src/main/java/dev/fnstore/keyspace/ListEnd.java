package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;

/** The ends of a list. */
enum ListEnd {
  HEAD,
  TAIL;

  /** What LMOVE and LMPOP call an end. */
  static ListEnd named(Bytes word) {
    if (word.equalsIgnoreCase("LEFT")) {
      return HEAD;
    } else if (word.equalsIgnoreCase("RIGHT")) {
      return TAIL;
    }
    throw CommandError.syntax();
  }

  /** What happens where elements are put there. */
  KeyEvent pushed() {
    return this == HEAD ? KeyEvent.LPUSH : KeyEvent.RPUSH;
  }

  /** What happens where elements are taken from there. */
  KeyEvent popped() {
    return this == HEAD ? KeyEvent.LPOP : KeyEvent.RPOP;
  }

  void add(ListValue list, Bytes element) {
    if (this == HEAD) {
      list.addFirst(element);
    } else {
      list.addLast(element);
    }
  }

  Bytes remove(ListValue list) {
    return this == HEAD ? list.removeFirst() : list.removeLast();
  }
}
