package dev.fnstore.engine.lua;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** One JSON text to a value, as cjson 2.1 reads it. */
final class JsonDecoder {
  private final Vm vm;
  private final JsonSettings settings;
  private final LuaString text;
  private final JsonTokens tokens;
  private final TableMaker tables = new TableMaker();

  JsonDecoder(Vm vm, JsonSettings settings, LuaString text) {
    this.vm = vm;
    this.settings = settings;
    this.text = text;
    this.tokens = new JsonTokens(text, settings.decodeInvalid);
  }

  LuaValue decode() {
    if (text.m_length >= 2 && (Str.at(text, 0) == 0 || Str.at(text, 1) == 0)) {
      throw LuaRaise.error("JSON parser does not support UTF-16 or UTF-32");
    }
    LuaValue value = value(0);
    tokens.advance();
    if (tokens.kind != JsonTokens.Kind.T_END) {
      throw tokens.expected("the end");
    }
    return value;
  }

  private LuaValue value(int depth) {
    vm.pollOfPureFunction();
    tokens.advance();
    return switch (tokens.kind) {
      case T_STRING, T_NUMBER, T_BOOLEAN, T_NULL -> tokens.value;
      case T_OBJ_BEGIN -> object(deeper(depth));
      case T_ARR_BEGIN -> array(deeper(depth));
      default -> throw tokens.expected("value");
    };
  }

  private int deeper(int depth) {
    if (depth + 1 > settings.decodeMaxDepth) {
      throw LuaRaise.error(
          "Found too many nested data structures ("
              + (depth + 1)
              + ") at character "
              + tokens.position());
    }
    return depth + 1;
  }

  private Table object(int depth) {
    int begin = tables.begin();
    if (tokens.take('}')) {
      return new Table();
    }
    TableShape shape = tables.shape(depth);
    Table large = null;
    for (int i = 0; ; i++) {
      LuaString key = shape == null ? null : tokens.takeKey(shape.key(i));
      if (key == null) {
        shape = null;
        key = key();
      }
      if (!tokens.take(':')) {
        throw tokens.unexpected("colon");
      }
      large = tables.member(begin, large, key, value(depth));
      if (tokens.take('}')) {
        return tables.object(begin, large, shape, depth);
      } else if (!tokens.take(',')) {
        throw tokens.unexpected("comma or object end");
      }
    }
  }

  private LuaString key() {
    tokens.advance();
    if (tokens.kind == JsonTokens.Kind.T_STRING && tokens.value instanceof LuaString key) {
      return key;
    }
    throw tokens.expected("object key string");
  }

  private Table array(int depth) {
    int begin = tables.begin();
    if (tokens.take(']')) {
      return new Table();
    }
    Table large = null;
    for (int i = 1; ; i++) {
      large = tables.item(begin, large, i, value(depth));
      if (tokens.take(']')) {
        return tables.array(begin, large);
      } else if (!tokens.take(',')) {
        throw tokens.unexpected("comma or array end");
      }
    }
  }
}
