package dev.fnstore.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RankTreeTest {
  private static final long SEED = 20_261_120;

  @Test
  void shouldBeTheSortedListItStandsFor() {
    Random random = new Random(SEED);
    RankTree tree = new RankTree();
    TreeSet<Scored> model = new TreeSet<>();
    for (int round = 0; round < 20_000; round++) {
      Scored item = item(random.nextInt(300), random.nextInt(4));
      if (random.nextInt(5) < 3) {
        if (model.add(item)) {
          tree.add(item);
        }
      } else {
        model.remove(item);
        tree.remove(item);
      }
      if (round % 50 == 0) {
        assertSame(tree, new ArrayList<>(model), random, "seed " + SEED + " round " + round);
      }
    }
  }

  /** Ascending members would make a tree that does not balance itself a list. */
  @Test
  void shouldStayShallowWhateverTheOrderOfItsMembers() {
    RankTree tree = new RankTree();
    for (int i = 0; i < 300_000; i++) {
      tree.add(item(i, i));
    }
    for (int i = 0; i < 300_000; i += 2) {
      tree.remove(item(i, i));
    }

    assertThat(tree.size()).isEqualTo(150_000);
    assertThat(tree.get(75_000)).isEqualTo(item(150_001, 150_001));
  }

  private static void assertSame(
      RankTree tree, List<Scored> model, Random random, String description) {
    assertThat(tree.size()).as(description).isEqualTo(model.size());
    int from = random.nextInt(model.size() + 1);
    int to = from + random.nextInt(model.size() - from + 1);
    List<Scored> items = new ArrayList<>();
    tree.copy(new Span(from, to), items);
    assertThat(items).as(description).isEqualTo(model.subList(from, to));
    for (int rank = 0; rank < model.size(); rank += 7) {
      Scored item = model.get(rank);
      assertThat(tree.get(rank)).as(description).isEqualTo(item);
      assertThat(tree.countFirst(other -> other.compareTo(item) < 0))
          .as(description)
          .isEqualTo(rank);
    }
  }

  private static Scored item(int member, double score) {
    return new Scored(Bytes.of("m" + member), score);
  }
}
