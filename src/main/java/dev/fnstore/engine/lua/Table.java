package dev.fnstore.engine.lua;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * A table with the storage of C Lua 5.1 (an array part and {@link TableNodes}), so that {@code
 * next} visits string and number keys in the same order and {@code #} finds the same border. A
 * read-only table refuses every change.
 */
@SuppressWarnings("ReferenceEquality") // nil, true, false and frames are one object each
class Table extends TableNodes {
  private static final LuaValue[] NO_VALUES = new LuaValue[0];
  private static final int MOST_ARRAY_BITS = 26;
  private static final int MOST_HASHED = 1 << MOST_ARRAY_BITS;

  /** What references take where they are not compressed, so that it is never too little. */
  private static final int BYTES_OF_ITEM = 8;

  @Nullable Table metatable;
  private boolean readOnly;
  private LuaValue[] items = NO_VALUES;

  /** The node that a traversal has come to: most likely the one that it asks about next. */
  private int visited;

  Table() {}

  Table(int arraySize, int hashSize) {
    resize(arraySize, hashSize);
  }

  /** An array of items, none of them nil, as if they were set one after the other. */
  Table(LuaValue[] from, int begin, int end) {
    int count = end - begin;
    int size = count == 0 ? 0 : 1 << log2Ceiling(count);
    LuaValue[] array = Arrays.copyOfRange(from, begin, begin + size);
    Arrays.fill(array, count, size, NIL);
    items = array;
  }

  /** The keys of a table without an array part, with other values at these nodes of them. */
  Table(Table example, int[] nodes, LuaValue[] newValues) {
    takeKeys(example);
    for (int i = 0; i < nodes.length; i++) {
      values[nodes[i]] = newValues[i];
    }
  }

  final boolean isReadOnly() {
    return readOnly;
  }

  /** From now on every change is refused. */
  final void freeze() {
    readOnly = true;
  }

  final void checkWritable() {
    if (readOnly) {
      throw LuaRaise.fault("Attempt to modify a readonly table");
    }
  }

  @Override
  public final LuaValue rawget(int key) {
    return key > 0 && key <= items.length ? items[key - 1] : number(key);
  }

  @Override
  public LuaValue rawget(LuaValue key) {
    if (key instanceof Num number) {
      return rawget(number.value);
    }
    int node = nodeOf(key);
    return node < 0 ? NIL : values[node];
  }

  /** As {@link #rawget(LuaValue)}, of a number. */
  final LuaValue rawget(double key) {
    int index = (int) key;
    return index == key && index > 0 && index <= items.length ? items[index - 1] : number(key);
  }

  /** Sets the value of a number that has a place already; gives false and does nothing if none. */
  final boolean replace(double key, LuaValue value) {
    if (readOnly) {
      return false;
    }
    int index = (int) key;
    if (index == key && index > 0 && index <= items.length) {
      items[index - 1] = value;
      return true;
    }
    int node = nodeOf(key);
    if (node >= 0) {
      values[node] = value;
    }
    return node >= 0;
  }

  private LuaValue number(double key) {
    int node = nodeOf(key);
    return node < 0 ? NIL : values[node];
  }

  /** Where what is read of it lies. */
  Table storage() {
    return this;
  }

  @Override
  public final void rawset(int key, LuaValue value) {
    if (key > 0 && key <= items.length) {
      items[key - 1] = value;
    } else {
      set(Num.of(key), value);
    }
  }

  /** Sets without asking a metatable; whoever calls for a script checks {@link #checkWritable}. */
  @Override
  public final void rawset(LuaValue key, LuaValue value) {
    if (key instanceof Num number) {
      int index = (int) number.value;
      if (index == number.value && index > 0 && index <= items.length) {
        items[index - 1] = value;
        return;
      }
      if (Double.isNaN(number.value)) {
        throw LuaRaise.fault("table index is NaN");
      }
    } else if (key == NIL) {
      throw LuaRaise.fault("table index is nil");
    }
    set(key, value);
  }

  @Override
  public final void set(LuaValue key, LuaValue value) {
    int node = nodeOf(key);
    if (node >= 0) {
      values[node] = value;
    } else if (!insert(key, value)) { // nil takes a node too, as in C Lua
      rehash(key);
      rawset(key, value);
    }
  }

  private void rehash(LuaValue extraKey) {
    int members = items.length == 0 && !(extraKey instanceof Num) ? membersWithoutNumbers() : -1;
    if (members >= 0) {
      resize(0, members + 1);
    } else {
      rehashNumbers(extraKey);
    }
  }

  /** How many members there are in nodes, or -1 if any key is a number. */
  private int membersWithoutNumbers() {
    int members = 0;
    for (int i = 0; i < keys.length; i++) {
      if (values[i] != NIL) {
        if (keys[i] instanceof Num) {
          return -1;
        }
        members++;
      }
    }
    return members;
  }

  private void rehashNumbers(LuaValue extraKey) {
    int[] counts = new int[MOST_ARRAY_BITS + 1];
    int integers = 0;
    int total = 1;
    for (int i = 0; i < items.length; i++) {
      if (items[i] != NIL) {
        counts[log2Ceiling(i + 1)]++;
        integers++;
        total++;
      }
    }
    for (int i = 0; i < keys.length; i++) {
      if (values[i] != NIL) {
        integers += countInteger(keys[i], counts);
        total++;
      }
    }
    integers += countInteger(extraKey, counts);
    int arraySize = 0;
    int inArray = 0;
    int seen = 0;
    for (int i = 0, power = 1; i <= MOST_ARRAY_BITS && power / 2 < integers; i++, power *= 2) {
      seen += counts[i];
      if (seen > power / 2) {
        arraySize = power;
        inArray = seen;
      }
      if (seen == integers) {
        break;
      }
    }
    resize(arraySize, total - inArray);
  }

  private static int countInteger(LuaValue key, int[] counts) {
    if (key instanceof Num number) {
      int index = (int) number.value;
      if (index == number.value && index > 0 && index <= 1 << MOST_ARRAY_BITS) {
        counts[log2Ceiling(index)]++;
        return 1;
      }
    }
    return 0;
  }

  private static int log2Ceiling(int n) {
    return n <= 1 ? 0 : 32 - Integer.numberOfLeadingZeros(n - 1);
  }

  /** Makes the array part at least {@code size} long, as a constructor with items does. */
  final void growArray(int size) {
    if (size > items.length) {
      resize(size, keys.length);
    }
  }

  private void resize(int arraySize, int hashSize) {
    LuaValue[] oldArray = items;
    LuaValue[] oldKeys = keys;
    LuaValue[] oldValues = values;
    if (hashSize > MOST_HASHED) {
      throw LuaRaise.fault("table overflow");
    }
    int size = hashSize == 0 ? 0 : 1 << log2Ceiling(hashSize);
    Allocation.check((long) arraySize * BYTES_OF_ITEM + (long) size * BYTES_OF_NODE);
    // All of them before any is taken: where memory fails the table stays as it was.
    LuaValue[] newItems = Arrays.copyOf(oldArray, arraySize);
    Fresh nodes = new Fresh(size);
    if (arraySize > oldArray.length) {
      Arrays.fill(newItems, oldArray.length, arraySize, NIL);
    }
    items = newItems;
    replaceNodes(nodes);
    for (int i = arraySize; i < oldArray.length; i++) {
      if (oldArray[i] != NIL) {
        move(Num.of(i + 1), oldArray[i]);
      }
    }
    for (int i = oldKeys.length - 1; i >= 0; i--) {
      if (oldValues[i] != NIL) {
        move(oldKeys[i], oldValues[i]);
      }
    }
  }

  /** To where it belongs now; there is room. */
  private void move(LuaValue key, LuaValue value) {
    if (key instanceof Num number) {
      int index = (int) number.value;
      if (index == number.value && index > 0 && index <= items.length) {
        items[index - 1] = value;
        return;
      }
    }
    if (!insert(key, value)) {
      throw new IllegalStateException("no node is free though there are as many as keys");
    }
  }

  /** A border: {@code t[n]} is there and {@code t[n + 1]} is not. */
  @Override
  public final int length() {
    int high = items.length;
    if (high > 0 && items[high - 1] == NIL) {
      int low = 0;
      while (high - low > 1) {
        int middle = (low + high) >>> 1;
        if (items[middle - 1] == NIL) {
          high = middle;
        } else {
          low = middle;
        }
      }
      return low;
    }
    return keys.length == 0 ? high : lengthInHash(high);
  }

  private int lengthInHash(int from) {
    int low = from;
    long high = from + 1L;
    while (rawget((int) high) != NIL) {
      low = (int) high;
      high *= 2;
      if (high > Integer.MAX_VALUE) {
        int i = 1;
        while (rawget(i) != NIL) {
          i++;
        }
        return i - 1;
      }
    }
    while (high - low > 1) {
      int middle = (int) ((low + high) >>> 1);
      if (rawget(middle) == NIL) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return low;
  }

  /**
   * Where the traversal is after {@code key} ({@code nil}: at its start): for {@link #keyAt} and
   * {@link #valueAt}, or -1 at the end.
   */
  final int positionAfter(LuaValue key) {
    int position = 0;
    if (key != NIL) {
      int index = key instanceof Num number ? (int) number.value : 0;
      if (index > 0 && index <= items.length && index == key.todouble()) {
        position = index;
      } else {
        int node = visited < keys.length && keys[visited] == key ? visited : nodeOf(key);
        if (node < 0) {
          throw LuaRaise.fault("invalid key to 'next'");
        }
        position = items.length + node + 1;
      }
    }
    return positionFrom(position);
  }

  /** The first used position at or after {@code position}, or -1. */
  final int positionFrom(int position) {
    int i = position;
    for (; i < items.length; i++) {
      if (items[i] != NIL) {
        return i;
      }
    }
    for (; i - items.length < keys.length; i++) {
      if (values[i - items.length] != NIL) {
        visited = i - items.length;
        return i;
      }
    }
    return -1;
  }

  /** Whether the key at a position is the position's number from 1. */
  final boolean isItem(int position) {
    return position < items.length;
  }

  final LuaValue keyAt(int position) {
    return position < items.length ? Num.of(position + 1) : keys[position - items.length];
  }

  final LuaValue valueAt(int position) {
    return position < items.length ? items[position] : values[position - items.length];
  }

  @Override
  public final Varargs next(LuaValue key) {
    int position = positionAfter(key);
    return position < 0 ? NIL : varargsOf(keyAt(position), valueAt(position));
  }

  @Override
  public final LuaValue getmetatable() {
    return metatable == null ? NIL : metatable;
  }
}
