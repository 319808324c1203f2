package dev.fnstore.keyspace;

import static dev.fnstore.command.CommandSpec.command;

import dev.fnstore.command.CommandSpec;
import dev.fnstore.command.KeySpec;

/**
 * What the less common commands on sorted sets are, see {@link SortedSetRanges} and {@link
 * SortedSetPicks}.
 */
final class SortedSetMoreSpecs {
  static final CommandSpec ZRANGEBYLEX =
      command("zrangebylex", -4)
          .flags("readonly")
          .categories("sortedset")
          .key("RO access")
          .group("sorted-set")
          .since("2.8.9")
          .complexity("O(log(N)+M) with N members and M given")
          .syntax("key min max [LIMIT offset count]")
          .summary("Gives the members in a range of names.")
          .build();

  static final CommandSpec ZREVRANGEBYLEX =
      command("zrevrangebylex", -4)
          .flags("readonly")
          .categories("sortedset")
          .key("RO access")
          .group("sorted-set")
          .since("2.8.9")
          .complexity("O(log(N)+M) with N members and M given")
          .syntax("key max min [LIMIT offset count]")
          .summary("Gives the members in a range of names, from the highest on.")
          .build();

  static final CommandSpec ZLEXCOUNT =
      command("zlexcount", 4)
          .flags("readonly fast")
          .categories("sortedset")
          .key("RO access")
          .group("sorted-set")
          .since("2.8.9")
          .complexity("O(log(N)) with N members")
          .syntax("key min max")
          .summary("Counts the members in a range of names.")
          .build();

  static final CommandSpec ZREMRANGEBYLEX =
      command("zremrangebylex", 4)
          .flags("write")
          .categories("sortedset")
          .key("RW delete")
          .group("sorted-set")
          .since("2.8.9")
          .complexity("O(M*log(N)) with N members and M removed")
          .syntax("key min max")
          .summary("Removes the members in a range of names.")
          .build();

  static final CommandSpec ZRANGESTORE =
      command("zrangestore", -5)
          .flags("write denyoom")
          .categories("sortedset")
          .key("OW update")
          .keys(KeySpec.range(2, 0, 1, "RO access"))
          .group("sorted-set")
          .since("6.2.0")
          .complexity("O(log(N)+M*log(M)) with N members and M stored")
          .syntax("destination source min max [BYSCORE|BYLEX] [REV] [LIMIT offset count]")
          .summary("Sets a key to the members in a range of ranks, scores or names.")
          .build();

  static final CommandSpec ZMPOP =
      command("zmpop", -4)
          .flags("write movablekeys")
          .categories("sortedset")
          .keys(KeySpec.keyNum(1, "RW access delete", ""))
          .group("sorted-set")
          .since("7.0.0")
          .complexity("O(N+M*log(K)) with N keys, M members taken and K there")
          .syntax("numkeys key [key ...] <MIN|MAX> [COUNT count]")
          .summary("Takes members from the first sorted set that has any.")
          .build();

  static final CommandSpec ZRANDMEMBER =
      command("zrandmember", -2)
          .flags("readonly")
          .categories("sortedset")
          .key("RO access")
          .tips("nondeterministic_output")
          .group("sorted-set")
          .since("6.2.0")
          .complexity("O(N) with N the number given")
          .syntax("key [count [WITHSCORES]]")
          .summary("Gives some members of a sorted set.")
          .build();

  static final CommandSpec ZSCAN =
      command("zscan", -3)
          .flags("readonly")
          .categories("sortedset")
          .key("RO access")
          .tips("nondeterministic_output")
          .group("sorted-set")
          .since("2.8.0")
          .complexity("O(N) with N the number looked at")
          .syntax("key cursor [MATCH pattern] [COUNT count] [NOSCORES]")
          .summary("Gives some of the members and a cursor from which to go on.")
          .build();

  private SortedSetMoreSpecs() {}
}
