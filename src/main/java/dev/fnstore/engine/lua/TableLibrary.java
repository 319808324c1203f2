package dev.fnstore.engine.lua;

import static org.luaj.vm2.LuaValue.NIL;
import static org.luaj.vm2.LuaValue.NONE;
import static org.luaj.vm2.LuaValue.varargsOf;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The functions of {@code table}. */
@SuppressWarnings("ReferenceEquality") // nil, true, false and frames are one object each
final class TableLibrary {
  private final Vm vm;

  private TableLibrary(Vm vm) {
    this.vm = vm;
  }

  static Table table(Vm vm) {
    TableLibrary library = new TableLibrary(vm);
    return new Library()
        .add("concat", library::concat)
        .add("foreach", library::forEach)
        .add("foreachi", library::forEachItem)
        .add("getn", arguments -> Num.of(Args.table(arguments, 1).length()))
        .add("insert", library::insert)
        .add("maxn", TableLibrary::mostKey)
        .add("remove", library::remove)
        .add(
            "setn",
            arguments -> {
              Args.table(arguments, 1);
              throw LuaRaise.error("'setn' is obsolete");
            })
        .add("sort", library::sort)
        .frozen();
  }

  private Varargs concat(Varargs arguments) {
    Table table = Args.table(arguments, 1);
    LuaString separator = Args.string(arguments, 2, Str.of(""));
    int first = (int) Args.integer(arguments, 3, 1);
    int last = (int) (arguments.isnil(4) ? table.length() : Args.integer(arguments, 4));
    ByteBuilder out = new ByteBuilder();
    for (long i = first; i <= last; i++) {
      LuaValue value = table.rawget((int) i);
      if (Str.coerce(value) == null) {
        throw LuaRaise.error(
            "invalid value ("
                + Operations.typeName(value)
                + ") at index "
                + i
                + " in table for 'concat'");
      }
      out.appendCoerced(value);
      if (i != last) {
        out.append(separator);
      }
      vm.pollOfPureFunction();
    }
    return out.toLuaString();
  }

  private Varargs forEach(Varargs arguments) {
    Table table = Args.table(arguments, 1);
    LuaValue function = Args.function(arguments, 2);
    LuaValue key = NIL;
    for (; ; ) {
      int at = table.positionAfter(key);
      if (at < 0) {
        return NONE;
      }
      key = table.keyAt(at);
      LuaValue result = vm.callBack(function, varargsOf(key, table.valueAt(at))).arg1();
      if (result != NIL) {
        return result;
      }
    }
  }

  private Varargs forEachItem(Varargs arguments) {
    Table table = Args.table(arguments, 1);
    LuaValue function = Args.function(arguments, 2);
    int count = table.length();
    for (int i = 1; i <= count; i++) {
      LuaValue result = vm.callBack(function, varargsOf(Num.of(i), table.rawget(i))).arg1();
      if (result != NIL) {
        return result;
      }
    }
    return NONE;
  }

  private Varargs insert(Varargs arguments) {
    Table table = Args.table(arguments, 1);
    int end = table.length() + 1;
    int position = end;
    if (arguments.narg() == 3) {
      position = Args.smallInteger(arguments, 2);
      table.checkWritable();
      leaveIfLong(end - (long) position);
      for (int i = Math.max(end, position); i > position; i--) {
        table.rawset(i, table.rawget(i - 1));
        vm.poll();
      }
    } else if (arguments.narg() != 2) {
      throw LuaRaise.error("wrong number of arguments to 'insert'");
    }
    table.checkWritable();
    table.rawset(position, arguments.arg(arguments.narg()));
    return NONE;
  }

  /** What moves many items cannot be left on the way, nor be done again. */
  private void leaveIfLong(long items) {
    if (items > Runs.STEPS_OF_SHORT_RUN) {
      vm.leaveIfShort();
    }
  }

  private Varargs remove(Varargs arguments) {
    Table table = Args.table(arguments, 1);
    int end = table.length();
    int position = (int) Args.integer(arguments, 2, end);
    if (position < 1 || position > end) {
      return NONE;
    }
    LuaValue removed = table.rawget(position);
    table.checkWritable();
    leaveIfLong(end - (long) position);
    for (int i = position; i < end; i++) {
      table.rawset(i, table.rawget(i + 1));
      vm.poll();
    }
    table.rawset(end, NIL);
    return removed;
  }

  private static Varargs mostKey(Varargs arguments) {
    Table table = Args.table(arguments, 1);
    double most = 0;
    for (int at = table.positionFrom(0); at >= 0; at = table.positionFrom(at + 1)) {
      if (table.keyAt(at) instanceof Num number) {
        most = Math.max(most, number.value);
      }
    }
    return Num.of(most);
  }

  private Varargs sort(Varargs arguments) {
    Table table = Args.table(arguments, 1);
    int count = table.length();
    LuaValue order = arguments.isnil(2) ? NIL : Args.function(arguments, 2);
    leaveIfLong(count);
    new Sort(vm, table, order).sort(1, count);
    return NONE;
  }
}
