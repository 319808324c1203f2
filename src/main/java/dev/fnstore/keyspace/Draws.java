package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;

/** Items drawn from a hash, a set or a sorted set. */
final class Draws {
  /** About what an item of a reply takes, in bytes. */
  private static final long REPLY_BYTES = 64;

  private Draws() {}

  /**
   * Some items.
   *
   * @param count how many different ones; if it is negative, how many that may be the same
   */
  static <V> List<OrderedMap.Item<V>> draw(OrderedMap<V> items, long count, IntUnaryOperator draw) {
    return count < 0 ? repeated(items, -count, draw) : distinct(items, count, draw);
  }

  private static <V> List<OrderedMap.Item<V>> repeated(
      OrderedMap<V> items, long count, IntUnaryOperator draw) {
    Growth.checkRoom(
        count > Growth.LONGEST ? Long.MAX_VALUE : Math.multiplyExact(count, REPLY_BYTES));
    List<OrderedMap.Item<V>> drawn = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      drawn.add(items.draw(draw));
    }
    return drawn;
  }

  private static <V> List<OrderedMap.Item<V>> distinct(
      OrderedMap<V> items, long count, IntUnaryOperator draw) {
    if (count <= items.size() / 3) {
      Set<Bytes> seen = new HashSet<>();
      List<OrderedMap.Item<V>> drawn = new ArrayList<>();
      while (drawn.size() < count) {
        OrderedMap.Item<V> next = items.draw(draw);
        if (seen.add(next.name())) {
          drawn.add(next);
        }
      }
      return drawn;
    }
    List<OrderedMap.Item<V>> all = new ArrayList<>(items.size());
    items.forEach(all::add);
    if (count >= all.size()) {
      return all;
    }
    for (int i = 0; i < count; i++) {
      int other = i + draw.applyAsInt(all.size() - i);
      OrderedMap.Item<V> moved = all.get(i);
      all.set(i, all.get(other));
      all.set(other, moved);
    }
    return all.subList(0, (int) count);
  }

  /** How HRANDFIELD and ZRANDMEMBER are asked, from word 2 on. */
  record Request(long count, boolean withValues) {
    static Request parse(DataCall call, String option) {
      long count = Numbers.parseBetween(call.word(2), -Long.MAX_VALUE, Long.MAX_VALUE);
      boolean withValues = call.count() == 4 && call.is(3, option);
      if (call.count() > 4 || (call.count() == 4 && !withValues)) {
        throw CommandError.syntax();
      }
      if (withValues && Math.abs(count) > Long.MAX_VALUE / 2) {
        throw CommandError.of("value is out of range");
      }
      return new Request(count, withValues);
    }
  }

  /** Names, or names with what {@code value} makes of them. */
  static <V> Reply reply(
      DataCall call, List<OrderedMap.Item<V>> items, boolean withValues, Function<V, Reply> value) {
    List<Reply> replies = new ArrayList<>();
    for (OrderedMap.Item<V> item : items) {
      Reply name = Reply.bulk(item.name());
      if (withValues && call.isResp3()) {
        replies.add(Reply.array(name, value.apply(item.value())));
      } else {
        replies.add(name);
        if (withValues) {
          replies.add(value.apply(item.value()));
        }
      }
    }
    return Reply.array(replies);
  }
}
