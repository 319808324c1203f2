package dev.fnstore.engine.lua;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.testing.Peer;
import dev.fnstore.testing.RespConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random calls of cjson, cmsgpack, struct, string.format and the functions of patterns are answered
 * as Valkey 8.1 answers them; tables are compared in the order in which {@code next} visits them.
 * {@code -Dlua.calls=N} for more, {@code -Dlua.seed=N} to replay.
 */
final class LibraryFunctionsPeerTest {
  private static final long SEED = Long.getLong("lua.seed", System.nanoTime());
  private static final int SCRIPTS = Integer.getInteger("lua.calls", 20_000) / 20;
  private static final int CALLS_OF_SCRIPT = 20;
  private static final int MOST_SHOWN = 8;

  private static final String PRELUDE =
      """
      local out = {}
      local function show(value)
        if type(value) ~= 'table' then
          return type(value):sub(1, 1) .. tostring(value)
        end
        local parts = {}
        for key, item in next, value do
          parts[#parts + 1] = show(key) .. '=' .. show(item)
        end
        return '{' .. table.concat(parts, ';') .. '}' .. #value
      end
      local function every(step)
        local all = {}
        for a, b in step do
          all[#all + 1] = tostring(a) .. tostring(b)
        end
        return table.concat(all, ';')
      end
      local function try(call)
        local results = { pcall(call) }
        for i = 1, table.maxn(results) do
          results[i] = show(results[i])
        end
        out[#out + 1] = table.concat(results, ', ')
      end
      """;

  @Test
  void shouldAnswerCallsAsValkeyDoes() {
    LibraryCalls calls = new LibraryCalls(new Random(SEED));
    List<String> differences = new ArrayList<>();
    try (Peer peer = Peer.start(Peer.Kind.VALKEY_8);
        RespConnection connection = peer.connect()) {
      for (int i = 0; i < SCRIPTS && differences.size() < MOST_SHOWN; i++) {
        List<String> some = new ArrayList<>();
        for (int j = 0; j < CALLS_OF_SCRIPT; j++) {
          some.add(calls.next());
        }
        if (differs(connection, some)) {
          some.stream()
              .filter(call -> differs(connection, List.of(call)))
              .forEach(call -> differences.add(shown(connection, call)));
        }
      }
    }
    assertThat(differences).as("-Dlua.seed=%d", SEED).isEmpty();
  }

  private static boolean differs(RespConnection peer, List<String> calls) {
    String script = script(calls);
    return !here(script).equals(ProgramRunners.onPeer(peer, script));
  }

  private static String here(String script) {
    return ProgramRunners.here(new ProgramRunners.Way(Translation.Mode.NEVER, false), script);
  }

  private static String script(List<String> calls) {
    StringBuilder script = new StringBuilder(PRELUDE);
    for (String call : calls) {
      script.append("try(function() return ").append(call).append(" end)\n");
    }
    return script.append("return table.concat(out, '\\n')").toString();
  }

  private static String shown(RespConnection peer, String call) {
    String script = script(List.of(call));
    return "%s\nValkey: %s\nhere:   %s\n"
        .formatted(call, ProgramRunners.onPeer(peer, script), here(script));
  }
}
