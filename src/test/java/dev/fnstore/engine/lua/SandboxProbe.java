package dev.fnstore.engine.lua;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import java.util.ArrayList;
import java.util.List;

/** All that an attempt could have changed, as text: of a server on which there is a victim. */
final class SandboxProbe {
  /** Walks everything that is reachable; tables and functions are told by their addresses. */
  private static final String WALK =
      """
      local seen, found = {}, {}
      local function walk(table_, path)
        if seen[table_] then return end
        seen[table_] = true
        for key, value in next, table_ do
          if key ~= 'KEYS' and key ~= 'ARGV' then
            local at = path .. '.' .. tostring(key)
            found[#found + 1] = at .. '=' .. tostring(value)
            if type(value) == 'table' then walk(value, at) end
          end
        end
        local metatable = getmetatable(table_)
        found[#found + 1] = path .. '()=' .. tostring(metatable)
        if type(metatable) == 'table' then walk(metatable, path .. '()') end
      end
      walk(_G, '_G')
      walk(getmetatable(''), 'string')
      for _, name in ipairs({'encode_max_depth', 'decode_max_depth', 'encode_invalid_numbers',
          'decode_invalid_numbers', 'encode_number_precision', 'encode_keep_buffer'}) do
        found[#found + 1] = name .. '=' .. tostring(cjson[name]())
      end
      table.sort(found)
      """;

  private static final String VICTIM =
      """
      #!lua name=victim
      local kept = {}
      server.register_function{function_name = 'victim', flags = {'no-writes'},
        callback = function(keys, args)
          %s
          return {table.concat(found, '\\n'), tostring(kept), #kept, tostring(keys[1]),
            #keys, tostring(args[1]), #args}
        end}
      """
          .formatted(WALK);

  private static final String SCRIPT =
      WALK + "return {table.concat(found, '\\n'), KEYS[1], #KEYS, ARGV[1], #ARGV}";

  private SandboxProbe() {}

  static void prepare(RespConnection on) {
    Reply loaded = on.call("FUNCTION", "LOAD", VICTIM);
    if (loaded instanceof Reply.ErrorReply) {
      throw new IllegalStateException(Lua.show(loaded));
    }
  }

  static List<String> look(RespConnection on) {
    List<String> seen = new ArrayList<>();
    seen.add(Lua.show(on.call("PING")));
    seen.add(Lua.show(on.call("FCALL_RO", "victim", "1", "key", "argument")));
    seen.add(Lua.show(on.call("EVAL_RO", SCRIPT, "1", "key", "argument")));
    seen.add(on.call("FUNCTION", "LIST", "LIBRARYNAME", "victim", "WITHCODE").toString());
    seen.add(Lua.show(on.call("DBSIZE")));
    seen.add(on.call("CONFIG", "GET", "*").toString());
    seen.add(on.call("ACL", "LIST").toString());
    String client = Lua.show(on.call("CLIENT", "INFO"));
    seen.add(client.contains(" db=0 ") && client.contains(" resp=2 ") ? "own" : client);
    return seen;
  }
}
