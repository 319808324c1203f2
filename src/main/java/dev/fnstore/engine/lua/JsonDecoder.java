package dev.fnstore.engine.lua;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** One JSON text to a value, as cjson 2.1 reads it. */
final class JsonDecoder {
  private final Vm vm;
  private final JsonSettings settings;
  private final LuaString text;
  private final JsonTokens tokens;

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
    tokens.advance();
    LuaValue value = value(0);
    tokens.advance();
    if (tokens.kind != JsonTokens.Kind.T_END) {
      throw tokens.expected("the end");
    }
    return value;
  }

  private LuaValue value(int depth) {
    vm.pollOfPureFunction();
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
    Table table = new Table();
    tokens.advance();
    if (tokens.kind == JsonTokens.Kind.T_OBJ_END) {
      return table;
    }
    for (; ; ) {
      if (tokens.kind != JsonTokens.Kind.T_STRING) {
        throw tokens.expected("object key string");
      }
      LuaValue key = tokens.value;
      tokens.advance();
      if (tokens.kind != JsonTokens.Kind.T_COLON) {
        throw tokens.expected("colon");
      }
      tokens.advance();
      table.rawset(key, value(depth));
      tokens.advance();
      if (tokens.kind == JsonTokens.Kind.T_OBJ_END) {
        return table;
      } else if (tokens.kind != JsonTokens.Kind.T_COMMA) {
        throw tokens.expected("comma or object end");
      }
      tokens.advance();
    }
  }

  private Table array(int depth) {
    Table table = new Table();
    tokens.advance();
    if (tokens.kind == JsonTokens.Kind.T_ARR_END) {
      return table;
    }
    for (int i = 1; ; i++) {
      table.rawset(i, value(depth));
      tokens.advance();
      if (tokens.kind == JsonTokens.Kind.T_ARR_END) {
        return table;
      } else if (tokens.kind != JsonTokens.Kind.T_COMMA) {
        throw tokens.expected("comma or array end");
      }
      tokens.advance();
    }
  }
}
