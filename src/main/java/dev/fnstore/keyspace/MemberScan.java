package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** HSCAN, SSCAN and ZSCAN, which differ in what they give beside names. */
final class MemberScan {
  private MemberScan() {}

  /**
   * Runs one.
   *
   * @param find looks for the items of the key; null if there is none
   * @param without the option that leaves values out, empty if there is none
   * @param value what is given beside a name; null for nothing
   */
  static <V> Reply run(
      DataCall call,
      Function<DataCall, @Nullable OrderedMap<V>> find,
      String without,
      Function<V, @Nullable Reply> value) {
    long cursor =
        UnsignedLongs.parse(call.word(2)).orElseThrow(() -> CommandError.of("invalid cursor"));
    OrderedMap<V> items = find.apply(call);
    if (items == null) {
      return Reply.array(Reply.bulk("0"), Reply.EMPTY_ARRAY);
    }
    ScanOptions options = ScanOptions.parseMembers(call, without);
    List<Reply> replies = new ArrayList<>();
    Consumer<OrderedMap.Item<V>> add =
        item -> {
          if (options.takesName(item.name())) {
            replies.add(Reply.bulk(item.name()));
            Reply beside = options.onlyNames() ? null : value.apply(item.value());
            if (beside != null) {
              replies.add(beside);
            }
          }
        };
    long next = items.scan(cursor, options.count(), add);
    return Reply.array(Reply.bulk(Bytes.of(next)), Reply.array(replies));
  }
}
