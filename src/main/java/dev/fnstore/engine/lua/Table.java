package dev.fnstore.engine.lua;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaBoolean;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * A table with the storage of C Lua 5.1 (an array part, and a chained scatter table whose collided
 * keys take free slots from the end), so that {@code next} visits string and number keys in the
 * same order and {@code #} finds the same border. LuaJ's storage stays empty; its operations that
 * would use it are never called. A read-only table refuses every change.
 */
@SuppressWarnings("ReferenceEquality") // nil, true, false and frames are one object each
class Table extends LuaTable {
  private static final LuaValue[] NO_VALUES = new LuaValue[0];
  private static final int MOST_ARRAY_BITS = 26;
  private static final int MOST_HASHED = 1 << MOST_ARRAY_BITS;

  /** What references take where they are not compressed, so that it is never too little. */
  private static final int BYTES_OF_ITEM = 8;

  private static final int BYTES_OF_NODE = 20;

  @Nullable Table metatable;
  private boolean readOnly;
  private LuaValue[] items = NO_VALUES;
  private LuaValue[] keys = NO_VALUES;
  private LuaValue[] values = NO_VALUES;
  private int[] nexts = new int[0];
  private int lastFree;

  Table() {}

  Table(int arraySize, int hashSize) {
    resize(arraySize, hashSize);
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
    if (key instanceof LuaString string) {
      int node = nodeOf(string);
      return node < 0 ? NIL : values[node];
    } else if (key instanceof Num number) {
      int index = (int) number.value;
      if (index == number.value && index > 0 && index <= items.length) {
        return items[index - 1];
      }
      return number(number.value);
    }
    int node = nodeOf(key);
    return node < 0 ? NIL : values[node];
  }

  /** As {@link #rawget(LuaValue)}, of a number. */
  final LuaValue rawget(double key) {
    int index = (int) key;
    return index == key && index > 0 && index <= items.length ? items[index - 1] : number(key);
  }

  /** Sets the item of a number that is in the array part; gives false and does nothing if none. */
  final boolean replace(double key, LuaValue value) {
    int index = (int) key;
    if (readOnly || index != key || index <= 0 || index > items.length) {
      return false;
    }
    items[index - 1] = value;
    return true;
  }

  private LuaValue number(double key) {
    if (keys.length != 0) {
      for (int node = hashOfNumber(key); node >= 0; node = nexts[node]) {
        if (keys[node] instanceof Num number && number.value == key) {
          return values[node];
        }
      }
    }
    return NIL;
  }

  /** Where what is read of it lies. */
  Table storage() {
    return this;
  }

  /** The value at a node, if the node has this very key; else null. */
  final @Nullable LuaValue valueAtNode(int node, LuaString key) {
    return node < keys.length && keys[node] == key ? values[node] : null;
  }

  final LuaValue valueAtNode(int node) {
    return values[node];
  }

  /** Sets the value at a node, if the node has this very key; else does nothing. */
  final boolean replaceAtNode(int node, LuaString key, LuaValue value) {
    if (node < keys.length && keys[node] == key) {
      values[node] = value;
      return true;
    }
    return false;
  }

  /** The node of a key, or -1. */
  final int nodeOf(LuaString key) {
    if (keys.length == 0) {
      return -1;
    }
    for (int node = StringHash.of(key) & keys.length - 1; node >= 0; node = nexts[node]) {
      LuaValue candidate = keys[node];
      if (candidate == key || (candidate instanceof LuaString string && string.raweq(key))) {
        return node;
      }
    }
    return -1;
  }

  private int nodeOf(LuaValue key) {
    if (keys.length == 0 || key == NIL) {
      return -1;
    }
    for (int node = mainPosition(key); node >= 0; node = nexts[node]) {
      if (sameKey(keys[node], key)) {
        return node;
      }
    }
    return -1;
  }

  private static boolean sameKey(LuaValue a, LuaValue b) {
    return a == b
        || (a instanceof LuaString x && b instanceof LuaString y && x.raweq(y))
        || (a instanceof Num m && b instanceof Num n && m.value == n.value);
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
    int node = key instanceof LuaString string ? nodeOf(string) : nodeOf(key);
    if (node >= 0) {
      values[node] = value;
    } else {
      insertNew(key, value); // nil takes a slot too, as in C Lua
    }
  }

  private void insertNew(LuaValue key, LuaValue value) {
    if (keys.length == 0) {
      rehash(key);
      rawset(key, value);
      return;
    }
    int main = mainPosition(key);
    if (values[main] != NIL) {
      int free = freeSlot();
      if (free < 0) {
        rehash(key);
        rawset(key, value);
        return;
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
  }

  private int freeSlot() {
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

  private int hashOfNumber(double key) {
    if (key == 0) {
      return 0;
    }
    long bits = Double.doubleToRawLongBits(key);
    return Integer.remainderUnsigned((int) bits + (int) (bits >>> 32), keys.length - 1 | 1);
  }

  private void rehash(LuaValue extraKey) {
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
    LuaValue[] newKeys = filled(size);
    LuaValue[] newValues = filled(size);
    int[] newNexts = new int[size];
    if (arraySize > oldArray.length) {
      Arrays.fill(newItems, oldArray.length, arraySize, NIL);
    }
    Arrays.fill(newNexts, -1);
    items = newItems;
    keys = newKeys;
    values = newValues;
    nexts = newNexts;
    lastFree = size;
    for (int i = arraySize; i < oldArray.length; i++) {
      if (oldArray[i] != NIL) {
        rawset(i + 1, oldArray[i]);
      }
    }
    for (int i = oldKeys.length - 1; i >= 0; i--) {
      if (oldValues[i] != NIL) {
        rawset(oldKeys[i], oldValues[i]);
      }
    }
  }

  private static LuaValue[] filled(int size) {
    LuaValue[] slots = new LuaValue[size];
    Arrays.fill(slots, NIL);
    return slots;
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
        int node = nodeOf(key);
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
        return i;
      }
    }
    return -1;
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
