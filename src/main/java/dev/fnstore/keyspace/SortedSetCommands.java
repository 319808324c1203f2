package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.keyspace.AddOptions.Option;
import dev.fnstore.resp.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The commands on single members of sorted sets. */
final class SortedSetCommands {
  private SortedSetCommands() {}

  static List<DataCommand> all() {
    return List.of(
        new DataCommand(SortedSetSpecs.ZADD, call -> add(call, Set.of())),
        new DataCommand(SortedSetSpecs.ZINCRBY, call -> add(call, Set.of(Option.INCR))),
        new DataCommand(SortedSetSpecs.ZSCORE, SortedSetCommands::zscore),
        new DataCommand(SortedSetSpecs.ZMSCORE, SortedSetCommands::zmscore),
        new DataCommand(SortedSetSpecs.ZRANK, call -> rank(call, false, SortedSetSpecs.ZRANK)),
        new DataCommand(SortedSetSpecs.ZREVRANK, call -> rank(call, true, SortedSetSpecs.ZREVRANK)),
        new DataCommand(SortedSetSpecs.ZREM, SortedSetCommands::zrem),
        new DataCommand(SortedSetSpecs.ZCARD, SortedSetCommands::zcard),
        new DataCommand(SortedSetSpecs.ZPOPMIN, call -> pop(call, false)),
        new DataCommand(SortedSetSpecs.ZPOPMAX, call -> pop(call, true)));
  }

  private static @Nullable SortedSetValue find(DataCall call) {
    return call.find(call.key(), SortedSetValue.class);
  }

  private static Reply add(DataCall call, Set<Option> given) {
    AddOptions options = AddOptions.parse(call, given);
    double[] scores = scores(call, options);
    SortedSetValue set = find(call);
    if (set == null && options.has(Option.XX)) {
      return options.has(Option.INCR) ? Reply.NULL : Reply.ZERO;
    }
    SortedSetValue target =
        set != null
            ? set
            : call.findOrCreate(call.key(), SortedSetValue.class, SortedSetValue::new);
    if (options.has(Option.INCR)) {
      return increment(call, target, call.word(options.firstScore() + 1), scores[0], options);
    }
    int added = 0;
    int updated = 0;
    for (int i = 0; i < scores.length; i++) {
      Bytes member = call.word(options.firstScore() + 1 + 2 * i);
      Scored before = target.find(member);
      if (put(target, before, member, scores[i], options)) {
        added += before == null ? 1 : 0;
        updated += before == null ? 0 : 1;
      }
    }
    call.changed(call.key(), target, added + updated, KeyEvent.ZADD);
    return Reply.of(options.has(Option.CH) ? added + updated : added);
  }

  private static double[] scores(DataCall call, AddOptions options) {
    double[] scores = new double[(call.count() - options.firstScore()) / 2];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = Floats.parseScore(call.word(options.firstScore() + 2 * i));
    }
    return scores;
  }

  /** Whether there is a member more, or one with another score. */
  private static boolean put(
      SortedSetValue set, @Nullable Scored before, Bytes member, double score, AddOptions options) {
    boolean put =
        before == null
            ? !options.has(Option.XX)
            : !options.has(Option.NX)
                && options.allows(before.score(), score)
                && score != before.score();
    if (put) {
      set.put(member, score);
    }
    return put;
  }

  private static Reply increment(
      DataCall call, SortedSetValue set, Bytes member, double increment, AddOptions options) {
    Scored before = set.find(member);
    if (before == null ? options.has(Option.XX) : options.has(Option.NX)) {
      return Reply.NULL;
    }
    double score = before == null ? increment : before.score() + increment;
    if (Double.isNaN(score)) {
      throw CommandError.of("resulting score is not a number (NaN)");
    }
    if (before != null && !options.allows(before.score(), score)) {
      return Reply.NULL;
    }
    boolean changed = put(set, before, member, score, options);
    call.changed(call.key(), changed ? 1 : 0, KeyEvent.ZINCR);
    return new Reply.Real(score);
  }

  private static Reply zscore(DataCall call) {
    return score(find(call), call.word(2));
  }

  private static Reply zmscore(DataCall call) {
    SortedSetValue set = find(call);
    List<Reply> scores = new ArrayList<>();
    for (Bytes member : call.from(2)) {
      scores.add(score(set, member));
    }
    return Reply.array(scores);
  }

  private static Reply score(@Nullable SortedSetValue set, Bytes member) {
    Scored found = set == null ? null : set.find(member);
    return found == null ? Reply.NULL : new Reply.Real(found.score());
  }

  private static Reply rank(DataCall call, boolean fromHighest, CommandSpec spec) {
    if (call.count() > 4) {
      throw CommandError.wrongNumberOfWords(spec);
    }
    boolean withScore = call.count() == 4;
    if (withScore && !call.is(3, "WITHSCORE")) {
      throw CommandError.syntax();
    }
    SortedSetValue set = find(call);
    OptionalInt found = set == null ? OptionalInt.empty() : set.rank(call.word(2));
    if (set == null || found.isEmpty()) {
      return withScore ? Reply.NULL_ARRAY : Reply.NULL;
    }
    int lowest = found.getAsInt();
    Reply rank = Reply.of(fromHighest ? set.size() - 1 - lowest : lowest);
    return withScore ? Reply.array(rank, new Reply.Real(set.get(lowest).score())) : rank;
  }

  private static Reply zrem(DataCall call) {
    SortedSetValue set = find(call);
    if (set == null) {
      return Reply.ZERO;
    }
    int removed = 0;
    for (Bytes member : call.from(2)) {
      if (set.remove(member)) {
        removed++;
      }
    }
    call.changed(call.key(), set, removed, KeyEvent.ZREM);
    return Reply.of(removed);
  }

  private static Reply zcard(DataCall call) {
    SortedSetValue set = find(call);
    return Reply.of(set == null ? 0 : set.size());
  }

  /** Pairs are nested only for a RESP3 client that gave a count. */
  private static Reply pop(DataCall call, boolean highest) {
    if (call.count() > 3) {
      throw CommandError.syntax();
    }
    boolean hasCount = call.count() == 3;
    long wanted = hasCount ? Numbers.parseCount(call.word(2)) : 1;
    SortedSetValue set = find(call);
    if (set == null) {
      return Reply.EMPTY_ARRAY;
    }
    List<Scored> taken = take(set, wanted, highest);
    call.changed(call.key(), set, taken.size(), taken(highest));
    return SortedSetRanges.withScores(taken, call.isResp3() && hasCount);
  }

  /** What happens where members are taken from one end. */
  static KeyEvent taken(boolean highest) {
    return highest ? KeyEvent.ZPOPMAX : KeyEvent.ZPOPMIN;
  }

  /** Takes at most {@code most} members from one end. */
  static List<Scored> take(SortedSetValue set, long most, boolean highest) {
    int count = (int) Math.min(most, set.size());
    List<Scored> taken = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Scored next = set.get(highest ? set.size() - 1 : 0);
      set.remove(next.member());
      taken.add(next);
    }
    return taken;
  }
}
