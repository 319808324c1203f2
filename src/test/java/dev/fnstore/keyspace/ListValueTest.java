package dev.fnstore.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ListValueTest {
  private static final long SEED = 7;

  @Test
  void shouldBeTheListItStandsFor() {
    Random random = new Random(SEED);
    ListValue list = new ListValue();
    List<Bytes> model = new ArrayList<>();
    for (int round = 0; round < 20_000; round++) {
      Bytes element = Bytes.of(random.nextInt(5));
      boolean growing = round / 500 % 2 == 0;
      switch (random.nextInt(growing ? 6 : 12)) {
        case 0, 1 -> {
          list.addFirst(element);
          model.add(0, element);
        }
        case 2, 3, 4 -> {
          list.addLast(element);
          model.add(element);
        }
        case 5 -> removeEqual(list, model, element, 1 + random.nextInt(3), random.nextBoolean());
        default -> {
          if (!model.isEmpty()) {
            boolean head = random.nextBoolean();
            assertThat(head ? list.removeFirst() : list.removeLast())
                .isEqualTo(model.remove(head ? 0 : model.size() - 1));
          }
        }
      }
      assertThat(list.size()).isEqualTo(model.size());
      if (round % 20 == 0) {
        assertThat(IntStream.range(0, list.size()).mapToObj(list::get).toList())
            .as("seed %d round %d", SEED, round)
            .isEqualTo(model);
      }
    }
  }

  private static void removeEqual(
      ListValue list, List<Bytes> model, Bytes element, int most, boolean first) {
    int removed = 0;
    while (removed < most && model.contains(element)) {
      model.remove(first ? model.indexOf(element) : model.lastIndexOf(element));
      removed++;
    }
    assertThat(first ? list.removeEqual(element, most) : list.removeLastEqual(element, most))
        .isEqualTo(removed);
  }
}
