package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The commands on ranges of sorted sets. */
final class SortedSetRanges {
  private SortedSetRanges() {}

  static List<DataCommand> all() {
    return List.of(
        new DataCommand(SortedSetSpecs.ZRANGE, call -> range(call, RangeOptions.parseAll(call))),
        new DataCommand(
            SortedSetSpecs.ZREVRANGE,
            call -> range(call, RangeOptions.parse(call, RangeOptions.By.RANK, true))),
        new DataCommand(
            SortedSetSpecs.ZRANGEBYSCORE,
            call -> range(call, RangeOptions.parse(call, RangeOptions.By.SCORE, false))),
        new DataCommand(
            SortedSetSpecs.ZREVRANGEBYSCORE,
            call -> range(call, RangeOptions.parse(call, RangeOptions.By.SCORE, true))),
        new DataCommand(
            SortedSetMoreSpecs.ZRANGEBYLEX,
            call -> range(call, RangeOptions.parse(call, RangeOptions.By.NAME, false))),
        new DataCommand(
            SortedSetMoreSpecs.ZREVRANGEBYLEX,
            call -> range(call, RangeOptions.parse(call, RangeOptions.By.NAME, true))),
        new DataCommand(SortedSetMoreSpecs.ZRANGESTORE, SortedSetRanges::zrangestore),
        new DataCommand(
            SortedSetSpecs.ZCOUNT,
            call -> count(call, SortedSetRange.byScore(call.word(2), call.word(3)))),
        new DataCommand(
            SortedSetMoreSpecs.ZLEXCOUNT,
            call -> count(call, SortedSetRange.byName(call.word(2), call.word(3)))),
        new DataCommand(
            SortedSetSpecs.ZREMRANGEBYSCORE,
            call ->
                remove(
                    call,
                    SortedSetRange.byScore(call.word(2), call.word(3)),
                    KeyEvent.ZREMRANGEBYSCORE)),
        new DataCommand(
            SortedSetMoreSpecs.ZREMRANGEBYLEX,
            call ->
                remove(
                    call,
                    SortedSetRange.byName(call.word(2), call.word(3)),
                    KeyEvent.ZREMRANGEBYLEX)),
        new DataCommand(SortedSetSpecs.ZREMRANGEBYRANK, SortedSetRanges::zremrangebyrank));
  }

  private static @Nullable SortedSetValue find(DataCall call) {
    return call.find(call.key(), SortedSetValue.class);
  }

  private static Reply range(DataCall call, RangeOptions options) {
    List<Scored> items = select(call, options, 1);
    return options.withScores() ? withScores(items, call.isResp3()) : members(items);
  }

  /**
   * The members of a range. Its ends are read before the key is looked for; reversed ranges name
   * the upper end first.
   *
   * @param key the place of the key among the words; the ends follow it
   */
  private static List<Scored> select(DataCall call, RangeOptions options, int key) {
    boolean upperFirst = options.reversed() && options.by() != RangeOptions.By.RANK;
    Bytes min = call.word(upperFirst ? key + 2 : key + 1);
    Bytes max = call.word(upperFirst ? key + 1 : key + 2);
    return switch (options.by()) {
      case RANK -> {
        long start = call.integer(key + 1);
        long stop = call.integer(key + 2);
        SortedSetValue set = call.find(call.word(key), SortedSetValue.class);
        if (set == null) {
          yield List.of();
        }
        Span span = Span.of(start, stop, set.size());
        yield items(set, options.reversed() ? span.mirrored(set.size()) : span, options);
      }
      case SCORE -> select(call, SortedSetRange.byScore(min, max), options, key);
      case NAME -> select(call, SortedSetRange.byName(min, max), options, key);
    };
  }

  private static List<Scored> select(
      DataCall call, SortedSetRange range, RangeOptions options, int key) {
    SortedSetValue set = call.find(call.word(key), SortedSetValue.class);
    if (set == null) {
      return List.of();
    }
    Span span = set.span(range).limited(options.offset(), options.count(), options.reversed());
    return items(set, span, options);
  }

  private static List<Scored> items(SortedSetValue set, Span span, RangeOptions options) {
    List<Scored> items = set.items(span);
    if (options.reversed()) {
      Collections.reverse(items);
    }
    return items;
  }

  private static Reply zrangestore(DataCall call) {
    SortedSetValue result = new SortedSetValue();
    call.keyspace().countLookups(true);
    for (Scored item : select(call, RangeOptions.parseStored(call), 2)) {
      result.put(item.member(), item.score());
    }
    call.replace(call.key(), result, KeyEvent.ZRANGESTORE);
    return Reply.of(result.size());
  }

  static Reply members(List<Scored> items) {
    byte[][] members = new byte[items.size()][];
    for (int i = 0; i < members.length; i++) {
      members[i] = items.get(i).sharedMember();
    }
    return Reply.bulks(members);
  }

  /** Members and scores by turns, or each pair in an array of its own. */
  static Reply withScores(List<Scored> items, boolean inPairs) {
    List<Reply> replies = new ArrayList<>(items.size() * (inPairs ? 1 : 2));
    for (Scored item : items) {
      Reply member = Reply.bulk(item.member());
      Reply score = new Reply.Real(item.score());
      if (inPairs) {
        replies.add(Reply.array(member, score));
      } else {
        replies.add(member);
        replies.add(score);
      }
    }
    return Reply.array(replies);
  }

  private static Reply count(DataCall call, SortedSetRange range) {
    SortedSetValue set = find(call);
    return Reply.of(set == null ? 0 : set.span(range).size());
  }

  private static Reply remove(DataCall call, SortedSetRange range, KeyEvent event) {
    SortedSetValue set = find(call);
    return set == null ? Reply.ZERO : remove(call, set, set.span(range), event);
  }

  private static Reply zremrangebyrank(DataCall call) {
    long start = call.integer(2);
    long stop = call.integer(3);
    SortedSetValue set = find(call);
    return set == null
        ? Reply.ZERO
        : remove(call, set, Span.of(start, stop, set.size()), KeyEvent.ZREMRANGEBYRANK);
  }

  private static Reply remove(DataCall call, SortedSetValue set, Span span, KeyEvent event) {
    for (Scored item : set.items(span)) {
      set.remove(item.member());
    }
    call.changed(call.key(), set, span.size(), event);
    return Reply.of(span.size());
  }
}
