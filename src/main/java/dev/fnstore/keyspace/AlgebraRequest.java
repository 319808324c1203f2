package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a command on several sorted sets is asked.
 *
 * @param limit of what is counted, 0 for none
 */
record AlgebraRequest(List<Source> sources, Aggregate aggregate, boolean withScores, long limit) {

  /** What becomes of the scores of one member. */
  enum Aggregate {
    SUM,
    MIN,
    MAX;

    double of(double before, double next) {
      return switch (this) {
        case SUM -> Double.isNaN(before + next) ? 0 : before + next;
        case MIN -> next < before ? next : before;
        case MAX -> next > before ? next : before;
      };
    }
  }

  /** A sorted set or a set, or nothing, with the weight of its scores. */
  record Source(@Nullable Value value, double weight) {
    int size() {
      if (value instanceof SortedSetValue sorted) {
        return sorted.size();
      }
      return value instanceof SetValue set ? set.size() : 0;
    }

    boolean has(Bytes name) {
      if (value instanceof SortedSetValue sorted) {
        return sorted.find(name) != null;
      }
      return value instanceof SetValue set && set.has(name);
    }

    /** The score of a member that is there; may be no number. */
    double weighted(Bytes name) {
      Scored scored = value instanceof SortedSetValue sorted ? sorted.find(name) : null;
      return (scored == null ? 1 : scored.score()) * weight;
    }

    /** Every member with its score, which is 0 where it would be no number. */
    void forEach(BiConsumer<Bytes, Double> consumer) {
      if (value instanceof SortedSetValue sorted) {
        sorted.members().forEach(item -> accept(item.name(), consumer));
      } else if (value instanceof SetValue set) {
        set.members().forEach(item -> accept(item.name(), consumer));
      }
    }

    private void accept(Bytes name, BiConsumer<Bytes, Double> consumer) {
      double score = weighted(name);
      consumer.accept(name, Double.isNaN(score) ? 0 : score);
    }
  }

  /**
   * Reads the words from {@code first} on: the number of keys, the keys, options.
   *
   * @param aggregates whether it takes WEIGHTS and AGGREGATE
   */
  static AlgebraRequest parse(DataCall call, CommandSpec spec, int first, boolean aggregates) {
    return new Reader(call, spec, first, aggregates, first == 1, false).read();
  }

  /** Of ZINTERCARD. */
  static AlgebraRequest parseCounted(DataCall call) {
    return new Reader(call, SortedSetAlgebraSpecs.ZINTERCARD, 1, false, false, true).read();
  }

  private static final class Reader {
    private final DataCall call;
    private final CommandSpec spec;
    private final int first;
    private final boolean aggregates;
    private final boolean mayGiveScores;
    private final boolean counts;
    private final List<Double> weights = new ArrayList<>();
    private Aggregate aggregate = Aggregate.SUM;
    private boolean withScores;
    private long limit;

    Reader(
        DataCall call,
        CommandSpec spec,
        int first,
        boolean aggregates,
        boolean mayGiveScores,
        boolean counts) {
      this.call = call;
      this.spec = spec;
      this.first = first;
      this.aggregates = aggregates;
      this.mayGiveScores = mayGiveScores;
      this.counts = counts;
    }

    AlgebraRequest read() {
      long number = call.integer(first);
      if (number < 1) {
        throw CommandError.of("at least 1 input key is needed for '" + spec.name() + "' command");
      } else if (number > call.count() - (first + 1)) {
        throw CommandError.syntax();
      }
      int keys = (int) number;
      List<@Nullable Value> values = new ArrayList<>();
      for (int i = 0; i < keys; i++) {
        values.add(find(call.word(first + 1 + i)));
        weights.add(1.0);
      }
      int index = first + 1 + keys;
      while (index < call.count()) {
        index = option(index, keys);
      }
      List<Source> sources = new ArrayList<>();
      for (int i = 0; i < keys; i++) {
        sources.add(new Source(values.get(i), weights.get(i)));
      }
      return new AlgebraRequest(sources, aggregate, withScores, limit);
    }

    private @Nullable Value find(Bytes key) {
      Entry entry = call.find(key);
      if (entry == null) {
        return null;
      } else if (entry.value() instanceof SortedSetValue || entry.value() instanceof SetValue) {
        return entry.value();
      }
      throw CommandError.wrongType();
    }

    /** Where the next option is. */
    private int option(int index, int keys) {
      int words = call.count() - index;
      if (aggregates && words > keys && call.is(index, "WEIGHTS")) {
        for (int i = 0; i < keys; i++) {
          weights.set(
              i, Floats.parseDouble(call.word(index + 1 + i), "weight value is not a float"));
        }
        return index + 1 + keys;
      } else if (aggregates && words >= 2 && call.is(index, "AGGREGATE")) {
        aggregate = aggregate(index + 1);
        return index + 2;
      } else if (mayGiveScores && call.is(index, "WITHSCORES")) {
        withScores = true;
        return index + 1;
      } else if (counts && words >= 2 && call.is(index, "LIMIT")) {
        limit = Numbers.parseAtLeast(call.word(index + 1), 0, "LIMIT can't be negative");
        return index + 2;
      }
      throw CommandError.syntax();
    }

    private Aggregate aggregate(int index) {
      for (Aggregate each : Aggregate.values()) {
        if (call.is(index, each.name())) {
          return each;
        }
      }
      throw CommandError.syntax();
    }
  }
}
