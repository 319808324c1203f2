package dev.fnstore.keyspace;

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
        new DataCommand(SortedSetSpecs.ZCOUNT, SortedSetRanges::zcount),
        new DataCommand(SortedSetSpecs.ZREMRANGEBYSCORE, SortedSetRanges::zremrangebyscore),
        new DataCommand(SortedSetSpecs.ZREMRANGEBYRANK, SortedSetRanges::zremrangebyrank));
  }

  private static @Nullable SortedSetValue find(DataCall call) {
    return call.find(call.key(), SortedSetValue.class);
  }

  /** The ends are read before the key is looked for; reversed ranges name the upper end first. */
  private static Reply range(DataCall call, RangeOptions options) {
    boolean upperFirst = options.reversed() && options.by() != RangeOptions.By.RANK;
    int min = upperFirst ? 3 : 2;
    int max = upperFirst ? 2 : 3;
    return switch (options.by()) {
      case RANK -> {
        long start = call.integer(2);
        long stop = call.integer(3);
        SortedSetValue set = find(call);
        if (set == null) {
          yield Reply.EMPTY_ARRAY;
        }
        Span span = Span.of(start, stop, set.size());
        yield reply(call, set, options.reversed() ? span.mirrored(set.size()) : span, options);
      }
      case SCORE -> range(call, SortedSetRange.byScore(call.word(min), call.word(max)), options);
      case NAME -> range(call, SortedSetRange.byName(call.word(min), call.word(max)), options);
    };
  }

  private static Reply range(DataCall call, SortedSetRange range, RangeOptions options) {
    SortedSetValue set = find(call);
    if (set == null) {
      return Reply.EMPTY_ARRAY;
    }
    Span span = set.span(range).limited(options.offset(), options.count(), options.reversed());
    return reply(call, set, span, options);
  }

  private static Reply reply(DataCall call, SortedSetValue set, Span span, RangeOptions options) {
    List<Scored> items = set.items(span);
    if (options.reversed()) {
      Collections.reverse(items);
    }
    return options.withScores() ? withScores(items, call.isResp3()) : members(items);
  }

  private static Reply members(List<Scored> items) {
    List<Reply> members = new ArrayList<>(items.size());
    for (Scored item : items) {
      members.add(Reply.bulk(item.member()));
    }
    return Reply.array(members);
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

  private static Reply zcount(DataCall call) {
    SortedSetRange range = SortedSetRange.byScore(call.word(2), call.word(3));
    SortedSetValue set = find(call);
    return Reply.of(set == null ? 0 : set.span(range).size());
  }

  private static Reply zremrangebyscore(DataCall call) {
    SortedSetRange range = SortedSetRange.byScore(call.word(2), call.word(3));
    SortedSetValue set = find(call);
    return set == null ? Reply.ZERO : remove(call, set, set.span(range));
  }

  private static Reply zremrangebyrank(DataCall call) {
    long start = call.integer(2);
    long stop = call.integer(3);
    SortedSetValue set = find(call);
    return set == null ? Reply.ZERO : remove(call, set, Span.of(start, stop, set.size()));
  }

  private static Reply remove(DataCall call, SortedSetValue set, Span span) {
    for (Scored item : set.items(span)) {
      set.remove(item.member());
    }
    call.changed(call.key(), set, span.size());
    return Reply.of(span.size());
  }
}
