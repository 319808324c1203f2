package dev.fnstore.engine.lua;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.luaj.vm2.LuaValue;

final class TableNodesTest {
  private static final long SEED = Long.getLong("table.seed", System.nanoTime());
  private static final int TABLES = 200;
  private static final int CHANGES = 500;

  private final Random random = new Random(SEED);

  @Test
  void shouldDivideAsTheProcessorDoes() {
    for (int size = 1; size > 0; size *= 2) {
      int divisor = size - 1 | 1;
      assertRemainder(0, size, divisor);
      assertRemainder(-1, size, divisor);
      assertRemainder(divisor, size, divisor);
      assertRemainder(divisor - 1, size, divisor);
      for (int i = 0; i < 10_000; i++) {
        assertRemainder(random.nextInt(), size, divisor);
      }
    }
  }

  private static void assertRemainder(int dividend, int size, int divisor) {
    assertThat(TableNodes.remainder(Integer.toUnsignedLong(dividend), size))
        .as("%d by %d, seed %d", dividend, divisor, SEED)
        .isEqualTo(Integer.remainderUnsigned(dividend, divisor));
  }

  @Test
  void shouldHoldWhatWasPut() {
    for (int i = 0; i < TABLES; i++) {
      Table table = new Table();
      Map<LuaValue, LuaValue> expected = new HashMap<>();
      int range = 1 << random.nextInt(10);
      for (int j = 0; j < CHANGES; j++) {
        LuaValue key = key(range);
        LuaValue value = random.nextInt(4) == 0 ? LuaValue.NIL : Num.of(j);
        if (!(key instanceof Num number) || !table.replace(number.value, value)) {
          table.rawset(key, value);
        }
        expected.put(key, value);
        assertThat(table.rawget(key)).as("seed %d", SEED).isEqualTo(value);
      }
      expected.values().removeIf(LuaValue::isnil);
      expected.forEach(
          (key, value) -> assertThat(table.rawget(key)).as("seed %d", SEED).isEqualTo(value));
      assertThat(visited(table)).as("seed %d", SEED).isEqualTo(expected.keySet());
    }
  }

  private LuaValue key(int range) {
    int number = random.nextInt(range);
    return switch (random.nextInt(4)) {
      case 0 -> Str.of("key" + number);
      case 1 -> Num.of(number / 4.0 - range / 8.0);
      default -> Num.of(number);
    };
  }

  /** Each key once, whatever other traversals are under way. */
  private Set<LuaValue> visited(Table table) {
    Set<LuaValue> visited = new HashSet<>();
    LuaValue key = LuaValue.NIL;
    for (int at = table.positionAfter(key); at >= 0; at = table.positionAfter(key)) {
      key = table.keyAt(at);
      assertThat(visited.add(key)).as("seed %d: %s twice", SEED, key).isTrue();
      if (random.nextInt(4) == 0) {
        table.positionAfter(LuaValue.NIL);
      }
    }
    return visited;
  }
}
