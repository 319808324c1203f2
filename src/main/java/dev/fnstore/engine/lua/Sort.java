package dev.fnstore.engine.lua;

import org.luaj.vm2.LuaValue;

/**
 * The quicksort of C Lua 5.1, step by step, since a comparator can watch it: median of three as the
 * pivot, which rests in the last place but one; recursion into the smaller part.
 */
@SuppressWarnings("ReferenceEquality") // nil, true, false and frames are one object each
final class Sort {
  private final Vm vm;
  private final Table table;
  private final LuaValue order;

  Sort(Vm vm, Table table, LuaValue order) {
    this.vm = vm;
    this.table = table;
    this.order = order;
  }

  void sort(int first, int last) {
    int low = first;
    int high = last;
    while (low < high) {
      swapIfLess(high, low);
      if (high - low == 1) {
        return;
      }
      int middle = (low + high) >>> 1;
      if (!swapIfLess(middle, low)) {
        swapIfLess(high, middle);
      }
      if (high - low == 2) {
        return;
      }
      LuaValue pivot = table.rawget(middle);
      swap(middle, high - 1);
      int border = partition(low, high, pivot);
      swap(high - 1, border);
      if (border - low < high - border) {
        sort(low, border - 1);
        low = border + 1;
      } else {
        sort(border + 1, high);
        high = border - 1;
      }
    }
  }

  private int partition(int low, int high, LuaValue pivot) {
    int i = low;
    int j = high - 1;
    for (; ; ) {
      while (less(table.rawget(++i), pivot)) {
        if (i > high) {
          throw LuaRaise.error("invalid order function for sorting");
        }
      }
      while (less(pivot, table.rawget(--j))) {
        if (j < low) {
          throw LuaRaise.error("invalid order function for sorting");
        }
      }
      if (j < i) {
        return i;
      }
      swap(i, j);
    }
  }

  private boolean swapIfLess(int a, int b) {
    boolean isLess = less(table.rawget(a), table.rawget(b));
    if (isLess) {
      swap(a, b);
    }
    return isLess;
  }

  private void swap(int a, int b) {
    LuaValue value = table.rawget(a);
    table.checkWritable();
    table.rawset(a, table.rawget(b));
    table.rawset(b, value);
  }

  private boolean less(LuaValue a, LuaValue b) {
    vm.poll();
    return order == LuaValue.NIL
        ? vm.operations.less(a, b)
        : Operations.isTrue(vm.callBack(order, LuaValue.varargsOf(a, b)).arg1());
  }
}
