package dev.fnstore.engine.lua;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaBoolean;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/**
 * What a table has outside of its array part, stored as C Lua 5.1 does: a chained scatter table
 * whose collided keys take free nodes from the end. LuaJ's storage stays empty; its operations that
 * would use it are never called.
 */
@SuppressWarnings("ReferenceEquality") // nil, true, false and frames are one object each
abstract class TableNodes extends LuaTable {
  /** What a node takes where references are not compressed, so that it is never too little. */
  static final int BYTES_OF_NODE = 20;

  private static final LuaValue[] NO_VALUES = new LuaValue[0];
  private static final int[] NO_NEXTS = new int[0];

  /** Of a single node, which never has a next one. */
  private static final int[] ONE_NEXT = {-1};

  /** By how many bits the number of nodes has: for remainders without a division. */
  private static final long[] RECIPROCALS = reciprocals();

  LuaValue[] keys = NO_VALUES;
  LuaValue[] values = NO_VALUES;
  private int[] nexts = NO_NEXTS;
  private int lastFree;

  /** The node of a string, or -1. */
  final int nodeOf(LuaString key) {
    return keys.length == 0 ? -1 : nodeOf(key, StringHash.of(key));
  }

  /** The node of a string, or -1, where its {@link StringHash} is known. */
  final int nodeOf(LuaString key, int hash) {
    if (keys.length == 0) {
      return -1;
    }
    for (int node = hash & keys.length - 1; node >= 0; node = nexts[node]) {
      LuaValue candidate = keys[node];
      if (candidate == key
          || (candidate instanceof LuaString string
              && string.m_length == key.m_length
              && string.raweq(key))) {
        return node;
      }
    }
    return -1;
  }

  /** The node of a number, or -1. */
  final int nodeOf(double key) {
    if (keys.length == 0) {
      return -1;
    }
    for (int node = hashOfNumber(key); node >= 0; node = nexts[node]) {
      if (keys[node] instanceof Num number && number.value == key) {
        return node;
      }
    }
    return -1;
  }

  /** The node of any key, or -1. */
  final int nodeOf(LuaValue key) {
    if (key instanceof LuaString string) {
      return nodeOf(string);
    } else if (key instanceof Num number) {
      return nodeOf(number.value);
    } else if (keys.length == 0 || key == NIL) {
      return -1;
    }
    for (int node = mainPosition(key); node >= 0; node = nexts[node]) {
      if (keys[node] == key) {
        return node;
      }
    }
    return -1;
  }

  /** The value at a node, if the node has this very key; else null. */
  final @Nullable LuaValue valueAtNode(int node, LuaString key) {
    return node < keys.length && keys[node] == key ? values[node] : null;
  }

  final LuaValue valueAtNode(int node) {
    return values[node];
  }

  final void replaceAtNode(int node, LuaValue value) {
    values[node] = value;
  }

  /**
   * Takes a node for a key that has none.
   *
   * @return false, and nothing has changed, if none is free
   */
  final boolean insert(LuaValue key, LuaValue value) {
    if (keys.length == 0) {
      return false;
    }
    int main = mainPosition(key);
    if (values[main] != NIL) {
      int free = freeNode();
      if (free < 0) {
        return false;
      }
      int other = mainPosition(keys[main]);
      if (other == main) {
        nexts[free] = nexts[main];
        nexts[main] = free;
        main = free;
      } else {
        while (nexts[other] != main) {
          other = nexts[other];
        }
        nexts[other] = free;
        keys[free] = keys[main];
        values[free] = values[main];
        nexts[free] = nexts[main];
        nexts[main] = -1;
      }
    }
    keys[main] = key;
    values[main] = value;
    return true;
  }

  private int freeNode() {
    while (lastFree-- > 0) {
      if (keys[lastFree] == NIL) {
        return lastFree;
      }
    }
    return -1;
  }

  private int mainPosition(LuaValue key) {
    if (key instanceof LuaString string) {
      return StringHash.of(string) & keys.length - 1;
    } else if (key instanceof Num number) {
      return hashOfNumber(number.value);
    } else if (key instanceof LuaBoolean bool) {
      return (bool.v ? 1 : 0) & keys.length - 1;
    }
    return System.identityHashCode(key) % (keys.length - 1 | 1);
  }

  /** The two halves of the double, added, by the number of nodes less one: the remainder. */
  private int hashOfNumber(double key) {
    if (key == 0) {
      return 0;
    }
    long bits = Double.doubleToRawLongBits(key);
    long sum = (int) bits + (int) (bits >>> 32) & 0xffff_ffffL;
    return remainder(sum, keys.length);
  }

  /** What {@code dividend}, of 32 bits, leaves by {@code size - 1 | 1}; {@code size} is a power. */
  static int remainder(long dividend, int size) {
    int divisor = size - 1 | 1;
    long fraction = RECIPROCALS[Integer.numberOfTrailingZeros(size)] * dividend;
    // multiplyHigh takes the fraction, which has no sign, for a number that has one.
    return (int) (Math.multiplyHigh(fraction, divisor) + (fraction >> 63 & divisor));
  }

  private static long[] reciprocals() {
    long[] reciprocals = new long[Integer.SIZE - 1];
    for (int bits = 0; bits < reciprocals.length; bits++) {
      reciprocals[bits] = Long.divideUnsigned(-1L, (1 << bits) - 1 | 1) + 1;
    }
    return reciprocals;
  }

  /** Nodes that are yet to be put into a table; all of their memory is taken already. */
  static final class Fresh {
    private final LuaValue[] keys;
    private final LuaValue[] values;
    private final int[] nexts;

    /**
     * Empty nodes.
     *
     * @param size 0 or a power of two
     */
    Fresh(int size) {
      keys = filled(size);
      values = filled(size);
      nexts = size == 0 ? NO_NEXTS : size == 1 ? ONE_NEXT : new int[size];
      if (size > 1) {
        Arrays.fill(nexts, -1);
      }
    }

    private static LuaValue[] filled(int size) {
      if (size == 0) {
        return NO_VALUES;
      }
      LuaValue[] slots = new LuaValue[size];
      Arrays.fill(slots, NIL);
      return slots;
    }
  }

  /** Takes the nodes of another, without their values, in place of all that there are. */
  final void takeKeys(TableNodes other) {
    keys = other.keys.clone();
    values = Fresh.filled(keys.length);
    nexts = other.nexts.clone();
    lastFree = other.lastFree;
  }

  /** Takes new nodes in place of all that there are. */
  final void replaceNodes(Fresh fresh) {
    keys = fresh.keys;
    values = fresh.values;
    nexts = fresh.nexts;
    lastFree = keys.length;
  }
}
