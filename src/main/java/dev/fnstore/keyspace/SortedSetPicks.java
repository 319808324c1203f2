package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Doubles;
import dev.fnstore.resp.Reply;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The commands that take, draw or scan members of sorted sets. */
final class SortedSetPicks {
  private SortedSetPicks() {}

  static List<DataCommand> all() {
    return List.of(
        new DataCommand(SortedSetMoreSpecs.ZMPOP, SortedSetPicks::zmpop),
        new DataCommand(SortedSetMoreSpecs.ZRANDMEMBER, SortedSetPicks::zrandmember),
        new DataCommand(SortedSetMoreSpecs.ZSCAN, SortedSetPicks::zscan));
  }

  private static Reply zmpop(DataCall call) {
    ManyKeys keys = ManyKeys.parse(call, 1);
    boolean highest = isHighest(keys.direction());
    return pop(call, keys.keys(), highest, keys.count(call));
  }

  /** Whether MAX is said, and not MIN. */
  static boolean isHighest(Bytes direction) {
    boolean highest = direction.equalsIgnoreCase("MAX");
    if (!highest && !direction.equalsIgnoreCase("MIN")) {
      throw CommandError.syntax();
    }
    return highest;
  }

  /** Takes members from the first sorted set that there is. */
  static Reply pop(DataCall call, List<Bytes> keys, boolean highest, long count) {
    for (Bytes key : keys) {
      SortedSetValue set = call.find(key, SortedSetValue.class);
      if (set != null) {
        List<Scored> taken = SortedSetCommands.take(set, count, highest);
        call.changed(key, set, taken.size(), SortedSetCommands.taken(highest));
        return Reply.array(Reply.bulk(key), SortedSetRanges.withScores(taken, true));
      }
    }
    return Reply.NULL_ARRAY;
  }

  private static @Nullable OrderedMap<Scored> members(DataCall call) {
    SortedSetValue set = call.find(call.key(), SortedSetValue.class);
    return set == null ? null : set.members();
  }

  private static Reply zrandmember(DataCall call) {
    if (call.count() == 2) {
      OrderedMap<Scored> members = members(call);
      return members == null ? Reply.NULL : Reply.bulk(members.draw(call.keyspace()::draw).name());
    }
    Draws.Request request = Draws.Request.parse(call, "WITHSCORES");
    OrderedMap<Scored> members = members(call);
    return members == null
        ? Reply.EMPTY_ARRAY
        : Draws.reply(
            call,
            Draws.draw(members, request.count(), call.keyspace()::draw),
            request.withValues(),
            scored -> new Reply.Real(scored.score()));
  }

  /** A score is a bulk string here, in RESP3 too; Valkey prints those of many members otherwise. */
  private static Reply zscan(DataCall call) {
    OrderedMap<Scored> members = members(call);
    boolean few = members == null || members.size() <= OrderedMap.FEW;
    return MemberScan.run(
        call,
        each -> members,
        "NOSCORES",
        scored -> Reply.bulk(few ? Doubles.format(scored.score()) : Floats.print(scored.score())));
  }
}
