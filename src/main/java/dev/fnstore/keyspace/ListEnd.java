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
