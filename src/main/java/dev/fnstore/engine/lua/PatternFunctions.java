package dev.fnstore.engine.lua;

import static org.luaj.vm2.LuaValue.NIL;
import static org.luaj.vm2.LuaValue.varargsOf;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** {@code find}, {@code match}, {@code gmatch} and {@code gsub}. */
final class PatternFunctions {
  private static final String SPECIAL = "^$*+?.([%-";

  private final Vm vm;

  private PatternFunctions(Vm vm) {
    this.vm = vm;
  }

  static void addTo(Library strings, Vm vm) {
    PatternFunctions functions = new PatternFunctions(vm);
    Builtin gmatch = new Builtin(functions::gmatch);
    strings
        .add("find", arguments -> functions.find(arguments, true))
        .add("match", arguments -> functions.find(arguments, false))
        .add("gmatch", gmatch)
        .add("gfind", gmatch)
        .add("gsub", functions::gsub);
  }

  private Varargs find(Varargs arguments, boolean isFind) {
    LuaString subject = Args.string(arguments, 1);
    LuaString wanted = Args.string(arguments, 2);
    long position = StringLibrary.position(Args.integer(arguments, 3, 1), subject.m_length) - 1;
    int from = (int) Math.max(0, Math.min(position, subject.m_length));
    if (isFind && (Operations.isTrue(arguments.arg(4)) || !hasSpecials(wanted))) {
      int found = Str.find(subject, wanted, from, vm);
      return found < 0 ? NIL : varargsOf(Num.of(found + 1), Num.of(found + wanted.m_length));
    }
    Pattern pattern = new Pattern(vm, subject, wanted);
    boolean isAnchored = pattern.isAnchored();
    for (int s = pattern.next(from); s <= subject.m_length; s = pattern.next(s + 1)) {
      int end = pattern.match(s, isAnchored ? 1 : 0);
      if (end >= 0) {
        return isFind
            ? varargsOf(Num.of(s + 1), Num.of(end), pattern.allCaptures(s, end))
            : pattern.captures(s, end);
      } else if (isAnchored) {
        break;
      }
    }
    return NIL;
  }

  private static boolean hasSpecials(LuaString pattern) {
    for (int i = 0; i < pattern.m_length && Str.at(pattern, i) != 0; i++) {
      if (SPECIAL.indexOf(Str.at(pattern, i)) >= 0) {
        return true;
      }
    }
    return false;
  }

  private Varargs gmatch(Varargs arguments) {
    LuaString subject = Args.string(arguments, 1);
    LuaString wanted = Args.string(arguments, 2);
    int[] next = {0};
    Pattern pattern = new Pattern(vm, subject, wanted);
    return new Builtin(
        ignored -> {
          for (int s = pattern.next(next[0]); s <= subject.m_length; s = pattern.next(s + 1)) {
            int end = pattern.match(s, 0);
            if (end >= 0) {
              next[0] = end == s ? end + 1 : end;
              return pattern.captures(s, end);
            }
          }
          next[0] = subject.m_length + 1;
          return NIL;
        });
  }

  private Varargs gsub(Varargs arguments) {
    LuaString subject = Args.string(arguments, 1);
    LuaString wanted = Args.string(arguments, 2);
    LuaValue replacement = arguments.arg(3);
    LuaString text = Str.coerce(replacement);
    if (text == null && !(replacement instanceof Table) && !replacement.isfunction()) {
      throw LuaRaise.argument(3, "string/function/table expected");
    }
    int most = (int) Args.integer(arguments, 4, subject.m_length + 1L);
    Pattern pattern = new Pattern(vm, subject, wanted);
    boolean isAnchored = pattern.isAnchored();
    ByteBuilder out = new ByteBuilder(subject.m_length);
    int s = 0;
    long count = 0;
    while (count < most) {
      vm.pollOfPureFunction();
      int skipped = s;
      s = pattern.next(s);
      out.append(subject.m_bytes, subject.m_offset + skipped, s - skipped);
      int end = pattern.match(s, isAnchored ? 1 : 0);
      if (end >= 0) {
        count++;
        if (text != null) {
          addText(out, pattern, text, s, end);
        } else {
          addValue(out, pattern, replacement, s, end, subject);
        }
      }
      if (end > s) {
        s = end;
      } else if (s < subject.m_length) {
        out.append(Str.at(subject, s++));
      } else {
        break;
      }
      if (isAnchored) {
        break;
      }
    }
    int rest = Math.min(s, subject.m_length);
    out.append(subject.m_bytes, subject.m_offset + rest, subject.m_length - rest);
    return varargsOf(out.toLuaString(), Num.of((double) count));
  }

  private static void addText(
      ByteBuilder out, Pattern pattern, LuaString text, int start, int end) {
    int i = 0;
    while (i < text.m_length) {
      int c = Str.at(text, i++);
      if (c != '%') {
        out.append(c);
        continue;
      }
      int next = i < text.m_length ? Str.at(text, i) : 0;
      i++;
      if (!Ascii.isDigit(next)) {
        out.append(next);
      } else if (next == '0') {
        pattern.appendWhole(out, start, end);
      } else {
        out.appendCoerced(pattern.capture(next - '1', start, end));
      }
    }
  }

  private LuaValue replacementIn(Table table, LuaValue found) {
    if (table.metatable != null) {
      vm.leaveIfShort(); // what the metatable calls must not be called again
    }
    return vm.operations.index(table, found);
  }

  private void addValue(
      ByteBuilder out, Pattern pattern, LuaValue how, int start, int end, LuaString subject) {
    LuaValue value =
        how instanceof Table table
            ? replacementIn(table, pattern.capture(0, start, end))
            : vm.callBack(how, pattern.captures(start, end)).arg1();
    if (!Operations.isTrue(value)) {
      out.append(subject.m_bytes, subject.m_offset + start, end - start);
    } else if (Str.coerce(value) == null) {
      throw LuaRaise.error("invalid replacement value (a " + Operations.typeName(value) + ")");
    } else {
      out.appendCoerced(value);
    }
  }
}
