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
        int size = tree.size();
        tree.remove(item); // an equal one, or what is not there: it is the very one that goes
        assertThat(tree.size()).as("seed " + SEED + " round " + round).isEqualTo(size);
        Scored added = model.ceiling(item);
        if (added != null && added.equals(item)) {
          model.remove(added);
          tree.remove(added);
        }
      }
      if (round % 50 == 0) {
        assertSame(tree, new ArrayList<>(model), random, "seed " + SEED + " round " + round);
      }
    }
  }

  /** So many that there are three levels, which come and go in all orders. */
  @Test
  void shouldBeTheSortedListItStandsForWhereItIsDeep() {
    for (int order = 0; order < 3; order++) {
      Random random = new Random(SEED + order);
      RankTree tree = new RankTree();
      TreeSet<Scored> model = new TreeSet<>();
      for (int wave = 0; wave < 6; wave++) {
        for (int i = 0; i < 20_000; i++) {
          int next = order == 0 ? random.nextInt(100_000) : order == 1 ? i : 20_000 - i;
          Scored item = item(next, wave % 2 == 0 ? next : next / 8);
          if (model.add(item)) {
            tree.add(item);
          }
        }
        assertSame(tree, new ArrayList<>(model), random, "order " + order + ", wave " + wave);
        List<Scored> all = new ArrayList<>(model);
        int from = random.nextInt(all.size());
        for (int i = 0; i < all.size(); i++) {
          Scored item = all.get(order == 2 ? all.size() - 1 - i : (from + i) % all.size());
          if (random.nextInt(20) != 0) {
            model.remove(item);
            tree.remove(item);
            tree.remove(item); // what is not there
          }
        }
        assertSame(tree, new ArrayList<>(model), random, "order " + order + ", wave " + wave);
      }
      for (Scored item : new ArrayList<>(model)) {
        tree.remove(item);
      }
      assertThat(tree.size()).isZero();
    }
  }

  /** Ascending members would make a tree that does not balance itself a list. */
  @Test
  void shouldStayShallowWhateverTheOrderOfItsMembers() {
    RankTree tree = new RankTree();
    List<Scored> items = new ArrayList<>();
    for (int i = 0; i < 300_000; i++) {
      items.add(item(i, i));
      tree.add(items.get(i));
    }
    for (int i = 0; i < 300_000; i += 2) {
      tree.remove(items.get(i));
    }

    assertThat(tree.size()).isEqualTo(150_000);
    assertThat(tree.get(75_000)).isEqualTo(item(150_001, 150_001));
  }

  private static void assertSame(
      RankTree tree, List<Scored> model, Random random, String description) {
    assertThat(tree.size()).as(description).isEqualTo(model.size());
    int from = random.nextInt(model.size() + 1);
    int to = from + random.nextInt(model.size() - from + 1);
    assertThat(tree.copy(new Span(from, to)))
        .as(description)
        .containsExactlyElementsOf(model.subList(from, to));
    for (int rank = 0; rank < model.size(); rank += 7) {
      Scored item = model.get(rank);
      assertThat(tree.get(rank)).as(description).isSameAs(item);
      assertThat(tree.countFirst(other -> other.compareTo(item) < 0))
          .as(description)
          .isEqualTo(rank);
    }
  }

  private static Scored item(int member, double score) {
    return new Scored(Bytes.of("m" + member), score);
  }
}
