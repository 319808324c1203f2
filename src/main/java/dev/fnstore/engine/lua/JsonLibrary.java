package dev.fnstore.engine.lua;

import static org.luaj.vm2.LuaValue.NIL;
import static org.luaj.vm2.LuaValue.varargsOf;

import java.util.Locale;
import org.luaj.vm2.LuaBoolean;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The functions of {@code cjson}. */
@SuppressWarnings("ReferenceEquality") // nil, true, false and frames are one object each
final class JsonLibrary {
  private final Vm vm;
  private final JsonSettings settings;

  private JsonLibrary(Vm vm, JsonSettings settings) {
    this.vm = vm;
    this.settings = settings;
  }

  static Table table(Vm vm, JsonSettings settings) {
    Table table = members(vm, settings).table();
    table.freeze();
    return table;
  }

  private static Library members(Vm vm, JsonSettings settings) {
    JsonLibrary json = new JsonLibrary(vm, settings);
    return new Library()
        .add("encode", json::encode)
        .add("decode", json::decode)
        .add("encode_sparse_array", json::sparseArray)
        .add("encode_max_depth", json::encodeMaxDepth)
        .add("decode_max_depth", json::decodeMaxDepth)
        .add("encode_number_precision", json::precision)
        .add("encode_keep_buffer", json::keepBuffer)
        .add("encode_invalid_numbers", json::encodeInvalid)
        .add("decode_invalid_numbers", json::decodeInvalid)
        .add("new", arguments -> members(vm, new JsonSettings()).table())
        .add("null", NullPointer.INSTANCE)
        .add("_NAME", Str.of("cjson"))
        .add("_VERSION", Str.of("2.1.0"));
  }

  private Varargs encode(Varargs arguments) {
    checkCount(arguments, 1);
    return new JsonEncoder(vm, settings).encode(arguments.arg(1));
  }

  private Varargs decode(Varargs arguments) {
    checkCount(arguments, 1);
    LuaString text = Args.string(arguments, 1);
    return new JsonDecoder(vm, settings, text).decode();
  }

  private static void checkCount(Varargs arguments, int count) {
    if (arguments.narg() != count) {
      throw LuaRaise.argument(count, "expected 1 argument");
    }
  }

  private static void checkAtMost(Varargs arguments, int most) {
    if (arguments.narg() > most) {
      throw LuaRaise.argument(most + 1, "found too many arguments");
    }
  }

  private static int integer(Varargs arguments, int number, int least, int most, int current) {
    if (arguments.arg(number) == NIL) {
      return current;
    }
    int value = Args.smallInteger(arguments, number);
    if (value < least || value > most) {
      throw LuaRaise.argument(1, "expected integer between " + least + " and " + most);
    }
    return value;
  }

  private Varargs sparseArray(Varargs arguments) {
    checkAtMost(arguments, 3);
    settings.sparseConvert = onOrOff(arguments, settings.sparseConvert);
    settings.sparseRatio = integer(arguments, 2, 0, Integer.MAX_VALUE, settings.sparseRatio);
    settings.sparseSafe = integer(arguments, 3, 0, Integer.MAX_VALUE, settings.sparseSafe);
    return varargsOf(
        LuaValue.valueOf(settings.sparseConvert),
        Num.of(settings.sparseRatio),
        Num.of(settings.sparseSafe));
  }

  private Varargs encodeMaxDepth(Varargs arguments) {
    checkAtMost(arguments, 1);
    settings.encodeMaxDepth = integer(arguments, 1, 1, Integer.MAX_VALUE, settings.encodeMaxDepth);
    return Num.of(settings.encodeMaxDepth);
  }

  private Varargs decodeMaxDepth(Varargs arguments) {
    checkAtMost(arguments, 1);
    settings.decodeMaxDepth = integer(arguments, 1, 1, Integer.MAX_VALUE, settings.decodeMaxDepth);
    return Num.of(settings.decodeMaxDepth);
  }

  private Varargs precision(Varargs arguments) {
    checkAtMost(arguments, 1);
    settings.precision = integer(arguments, 1, 1, 14, settings.precision);
    return Num.of(settings.precision);
  }

  private Varargs keepBuffer(Varargs arguments) {
    checkAtMost(arguments, 1);
    settings.keepBuffer = onOrOff(arguments, settings.keepBuffer);
    return LuaValue.valueOf(settings.keepBuffer);
  }

  private Varargs encodeInvalid(Varargs arguments) {
    checkAtMost(arguments, 1);
    LuaValue given = arguments.arg(1);
    if (given instanceof LuaBoolean bool) {
      settings.encodeInvalid = bool.v ? JsonSettings.Invalid.ON : JsonSettings.Invalid.OFF;
    } else if (given != NIL) {
      settings.encodeInvalid =
          switch (option(arguments)) {
            case "off" -> JsonSettings.Invalid.OFF;
            case "on" -> JsonSettings.Invalid.ON;
            case "null" -> JsonSettings.Invalid.NULL;
            default -> throw invalidOption(arguments);
          };
    }
    return settings.encodeInvalid == JsonSettings.Invalid.NULL
        ? Str.of(settings.encodeInvalid.name().toLowerCase(Locale.ROOT))
        : LuaValue.valueOf(settings.encodeInvalid == JsonSettings.Invalid.ON);
  }

  private Varargs decodeInvalid(Varargs arguments) {
    checkAtMost(arguments, 1);
    settings.decodeInvalid = onOrOff(arguments, settings.decodeInvalid);
    return LuaValue.valueOf(settings.decodeInvalid);
  }

  private static boolean onOrOff(Varargs arguments, boolean current) {
    LuaValue given = arguments.arg(1);
    if (given == NIL) {
      return current;
    } else if (given instanceof LuaBoolean bool) {
      return bool.v;
    }
    return switch (option(arguments)) {
      case "on" -> true;
      case "off" -> false;
      default -> throw invalidOption(arguments);
    };
  }

  private static String option(Varargs arguments) {
    return Str.latin1(Args.string(arguments, 1));
  }

  private static LuaRaise invalidOption(Varargs arguments) {
    return LuaRaise.argument(1, "invalid option '" + option(arguments) + "'");
  }
}
