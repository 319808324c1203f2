package dev.fnstore.engine.lua;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.engine.Interrupt;
import dev.fnstore.engine.LibraryInstance;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Some 1,000 expressions with what Valkey 8.1 answered, run by the same library that asked it. */
final class ReferenceCasesTest {
  @Test
  void shouldAnswerAsValkeyButForTheKnownDifferences() throws Exception {
    LibraryInstance library =
        Lua.engine()
            .compileLibrary(Bytes.of(resource("lua-cases-harness.lua")))
            .start(Interrupt.onRequest());
    Map<String, String> differences = new TreeMap<>();
    cases()
        .forEach(
            (lua, valkey) -> {
              String ours =
                  Lua.show(
                      library.call(
                          Bytes.of("conf1"),
                          List.of(),
                          List.of(Bytes.of(lua)),
                          new RecordingHost()));
              if (!ours.equals(valkey)) {
                differences.put(lua, "valkey: " + valkey + "\n  ours:   " + ours);
              }
            });
    String told =
        differences.entrySet().stream()
            .filter(entry -> !knownDifferences().contains(entry.getKey()))
            .map(entry -> entry.getKey() + "\n  " + entry.getValue())
            .collect(Collectors.joining("\n"));
    assertThat(told).as("differences that are not in known-differences").isEmpty();
    assertThat(differences.keySet())
        .as("what became equal must leave known-differences")
        .containsAll(knownDifferences());
  }

  /** Lines that are neither empty nor a reason, which begins with a hash. */
  private static Set<String> knownDifferences() {
    return resource("known-differences")
        .lines()
        .filter(line -> !line.isEmpty() && !line.startsWith("# "))
        .collect(Collectors.toSet());
  }

  /** The fixture is JSON, which our own decoder reads; its strings are UTF-8, as they were sent. */
  private static Map<String, String> cases() {
    Map<String, String> cases = new LinkedHashMap<>(cases("lua-cases.json"));
    cases.putAll(cases("lua-cases-2.json"));
    return cases;
  }

  private static Map<String, String> cases(String fixture) {
    Vm vm = new Vm();
    Table list =
        (Table) new JsonDecoder(vm, new JsonSettings(), Str.of(resource(fixture))).decode();
    Map<String, String> cases = new LinkedHashMap<>();
    for (int i = 1; i <= list.length(); i++) {
      Table entry = (Table) list.rawget(i);
      String lua = Str.bytes((org.luaj.vm2.LuaString) entry.rawget("lua")).toText();
      String valkey = Str.bytes((org.luaj.vm2.LuaString) entry.rawget("valkey")).toLatin1();
      cases.put(lua, valkey);
    }
    return cases;
  }

  private static String resource(String name) {
    try (InputStream in = ReferenceCasesTest.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new AssertionError("no resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
