package dev.fnstore.engine.lua;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/**
 * A Lua error on its way. It starts where it is raised and learns on its way up what its text
 * needs: the first Lua frame that it passes gives the names of the variables and of the function
 * that got a bad argument, the frame at its level gives the position ({@code user_function:2:}).
 */
@SuppressWarnings("ReferenceEquality") // nil, true, false and frames are one object each
final class LuaRaise extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kind of text is still to be completed. */
  private enum Kind {
    COMPLETE,
    /** {@code bad argument #1 to 'f' (...)}. */
    ARGUMENT,
    /** {@code attempt to index local 'x' (a nil value)}. */
    OPERAND
  }

  private transient LuaValue value;
  private transient @Nullable LuaValue operand;
  private int operandPlace;
  private Kind kind;
  private final String detail;
  private final int argument;
  private int level;

  /** Raised by the virtual machine: without position and names if a library function made it. */
  private boolean isFault;

  private int line = -1;
  private String source = "";

  private LuaRaise(LuaValue value, Kind kind, int argument, String detail, int level) {
    super(null, null, false, false);
    this.value = value;
    this.kind = kind;
    this.argument = argument;
    this.detail = detail;
    this.level = level;
  }

  /** An error text that gets the position of the innermost Lua frame. */
  static LuaRaise error(String text) {
    return new LuaRaise(Str.latin1(text), Kind.COMPLETE, 0, "", 1);
  }

  /** An error of the virtual machine: it gets a position only where a Lua frame itself made it. */
  static LuaRaise fault(String text) {
    LuaRaise raise = error(text);
    raise.isFault = true;
    return raise;
  }

  /** Any value; {@code level} as that of {@code error}: 0 adds no position, nor do non-strings. */
  static LuaRaise of(LuaValue value, int level) {
    LuaString text = level > 0 ? Str.coerce(value) : null;
    return new LuaRaise(
        text == null ? value : text, Kind.COMPLETE, 0, "", text == null ? 0 : level);
  }

  static LuaRaise argument(int number, String detail) {
    return new LuaRaise(LuaValue.NIL, Kind.ARGUMENT, number, detail, 1);
  }

  /** {@code attempt to <operation> <variable> (a <type> value)}. */
  static LuaRaise operand(String operation, LuaValue operand) {
    LuaRaise raise = new LuaRaise(LuaValue.NIL, Kind.OPERAND, 0, operation, 1);
    raise.operand = operand;
    raise.isFault = true;
    return raise;
  }

  /** As {@link #operand(String, LuaValue)}, of an operator with more than two operands. */
  static LuaRaise operand(String operation, LuaValue operand, int place) {
    LuaRaise raise = operand(operation, operand);
    raise.operandPlace = place;
    return raise;
  }

  /** The error passes {@code frame} and its callers up to {@code entry}, where Java called Lua. */
  void pass(Frame frame, Frame entry) {
    if (line < 0) {
      line = frame.line();
      source = frame.code.source;
    }
    if (isFault && frame.inBuiltin) {
      complete(null);
      level = 0;
    }
    complete(frame);
    Frame current = frame;
    while (level > 0) {
      if (--level == 0) {
        prefix(current);
      }
      for (int tails = current.tailCalls; tails > 0 && level > 0; tails--) {
        level--;
      }
      if (current == entry || current.caller == null) {
        return;
      }
      current = current.caller;
    }
  }

  private void prefix(Frame frame) {
    LuaString text = Str.coerce(value);
    if (text != null) {
      LuaString position = Str.latin1(frame.code.chunkName + ":" + frame.line() + ": ");
      value = Operations.join(position, text);
    }
  }

  /** The error passes a library function that called back into Lua: a level without a position. */
  void passLibrary() {
    complete(null);
    if (level > 0) {
      level--;
    }
  }

  /** The error passes the library function that machine code has called. */
  void passBuiltin() {
    if (isFault) {
      complete(null);
      level = 0;
    }
  }

  /** The error passes a function that ended in a call: a level that no position is known for. */
  void passTailCall() {
    if (level > 0) {
      level--;
    }
  }

  /** What {@code pcall} catches. */
  LuaValue value() {
    complete(null);
    return value;
  }

  private void complete(@Nullable Frame frame) {
    switch (kind) {
      case ARGUMENT -> value = Str.latin1(argumentText(frame));
      case OPERAND -> value = Str.latin1(operandText(frame));
      case COMPLETE -> {}
    }
    kind = Kind.COMPLETE;
  }

  private String argumentText(@Nullable Frame frame) {
    String name = "?";
    int number = argument;
    if (frame != null) {
      VariableNames.Name called = VariableNames.called(frame);
      if (called != null) {
        name = called.name();
        if (called.kind().equals("method")) {
          number--;
          if (number == 0) {
            return "calling '" + name + "' on bad self (" + detail + ")";
          }
        }
      }
    }
    return "bad argument #" + number + " to '" + name + "' (" + detail + ")";
  }

  private String operandText(@Nullable Frame frame) {
    LuaValue culprit = operand == null ? LuaValue.NIL : operand;
    operand = null;
    VariableNames.Name name =
        frame == null ? null : VariableNames.operand(frame, culprit, operandPlace);
    String type = Operations.typeName(culprit);
    return name == null
        ? "attempt to " + detail + " a " + type + " value"
        : "attempt to "
            + detail
            + " "
            + name.kind()
            + " '"
            + name.name()
            + "' (a "
            + type
            + " value)";
  }

  /** Of the first Lua frame that the error passed; -1 if none. */
  int line() {
    return line;
  }

  /** As {@link #line}: the name of the chunk, with its {@code @}. */
  String source() {
    return source;
  }
}
