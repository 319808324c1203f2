package dev.fnstore.keyspace;

import static dev.fnstore.command.CommandSpec.command;

import dev.fnstore.command.CommandSpec;

/** What the sorted set commands are, see {@link SortedSetCommands} and {@link SortedSetRanges}. */
final class SortedSetSpecs {
  static final CommandSpec ZADD =
      command("zadd", -4)
          .flags("write denyoom fast")
          .categories("sortedset")
          .key("RW update")
          .group("sorted-set")
          .since("1.2.0")
          .complexity("O(log(N)) for each member, N being the size of the sorted set")
          .syntax("key [NX|XX] [GT|LT] [CH] [INCR] score member [score member ...]")
          .summary("Puts members into a sorted set, or changes their scores.")
          .build();

  static final CommandSpec ZINCRBY =
      command("zincrby", 4)
          .flags("write denyoom fast")
          .categories("sortedset")
          .key("RW access update")
          .group("sorted-set")
          .since("1.2.0")
          .complexity("O(log(N)) with N the size of the sorted set")
          .syntax("key increment member")
          .summary("Adds to the score of a member.")
          .build();

  static final CommandSpec ZRANGE =
      command("zrange", -4)
          .flags("readonly")
          .categories("sortedset")
          .key("RO access")
          .group("sorted-set")
          .since("1.2.0")
          .complexity(
              "O(log(N)+M) with N the size of the sorted set and M the number of "
                  + "members given")
          .syntax("key start stop [BYSCORE|BYLEX] [REV] [LIMIT offset count] [WITHSCORES]")
          .summary("Gives the members in a range of ranks, scores or names.")
          .build();

  static final CommandSpec ZREVRANGE =
      command("zrevrange", -4)
          .flags("readonly")
          .categories("sortedset")
          .key("RO access")
          .group("sorted-set")
          .since("1.2.0")
          .complexity(
              "O(log(N)+M) with N the size of the sorted set and M the number of "
                  + "members given")
          .syntax("key start stop [WITHSCORES]")
          .summary("Gives the members in a range of ranks, from the highest score on.")
          .build();

  static final CommandSpec ZSCORE =
      command("zscore", 3)
          .flags("readonly fast")
          .categories("sortedset")
          .key("RO access")
          .group("sorted-set")
          .since("1.2.0")
          .complexity("O(1)")
          .syntax("key member")
          .summary("Gives the score of a member.")
          .build();

  static final CommandSpec ZMSCORE =
      command("zmscore", -3)
          .flags("readonly fast")
          .categories("sortedset")
          .key("RO access")
          .group("sorted-set")
          .since("6.2.0")
          .complexity("O(N) with N the number of members named")
          .syntax("key member [member ...]")
          .summary("Gives the scores of several members.")
          .build();

  static final CommandSpec ZRANK =
      command("zrank", -3)
          .flags("readonly fast")
          .categories("sortedset")
          .key("RO access")
          .group("sorted-set")
          .since("2.0.0")
          .complexity("O(log(N)) with N the size of the sorted set")
          .syntax("key member [WITHSCORE]")
          .summary("Counts the members before one.")
          .build();

  static final CommandSpec ZREVRANK =
      command("zrevrank", -3)
          .flags("readonly fast")
          .categories("sortedset")
          .key("RO access")
          .group("sorted-set")
          .since("2.0.0")
          .complexity("O(log(N)) with N the size of the sorted set")
          .syntax("key member [WITHSCORE]")
          .summary("Counts the members after one.")
          .build();

  static final CommandSpec ZREM =
      command("zrem", -3)
          .flags("write fast")
          .categories("sortedset")
          .key("RW delete")
          .group("sorted-set")
          .since("1.2.0")
          .complexity(
              "O(M*log(N)) with N the size of the sorted set and M the number of "
                  + "members named")
          .syntax("key member [member ...]")
          .summary("Removes members from a sorted set.")
          .build();

  static final CommandSpec ZCARD =
      command("zcard", 2)
          .flags("readonly fast")
          .categories("sortedset")
          .key("RO")
          .group("sorted-set")
          .since("1.2.0")
          .complexity("O(1)")
          .syntax("key")
          .summary("Counts the members of a sorted set.")
          .build();

  static final CommandSpec ZCOUNT =
      command("zcount", 4)
          .flags("readonly fast")
          .categories("sortedset")
          .key("RO access")
          .group("sorted-set")
          .since("2.0.0")
          .complexity("O(log(N)) with N the size of the sorted set")
          .syntax("key min max")
          .summary("Counts the members in a range of scores.")
          .build();

  static final CommandSpec ZRANGEBYSCORE =
      command("zrangebyscore", -4)
          .flags("readonly")
          .categories("sortedset")
          .key("RO access")
          .group("sorted-set")
          .since("1.0.5")
          .complexity(
              "O(log(N)+M) with N the size of the sorted set and M the number of "
                  + "members given")
          .syntax("key min max [WITHSCORES] [LIMIT offset count]")
          .summary("Gives the members in a range of scores.")
          .build();

  static final CommandSpec ZREVRANGEBYSCORE =
      command("zrevrangebyscore", -4)
          .flags("readonly")
          .categories("sortedset")
          .key("RO access")
          .group("sorted-set")
          .since("2.2.0")
          .complexity(
              "O(log(N)+M) with N the size of the sorted set and M the number of "
                  + "members given")
          .syntax("key max min [WITHSCORES] [LIMIT offset count]")
          .summary("Gives the members in a range of scores, from the highest on.")
          .build();

  static final CommandSpec ZREMRANGEBYSCORE =
      command("zremrangebyscore", 4)
          .flags("write")
          .categories("sortedset")
          .key("RW delete")
          .group("sorted-set")
          .since("1.2.0")
          .complexity(
              "O(M*log(N)) with N the size of the sorted set and M the number of "
                  + "members removed")
          .syntax("key min max")
          .summary("Removes the members in a range of scores.")
          .build();

  static final CommandSpec ZREMRANGEBYRANK =
      command("zremrangebyrank", 4)
          .flags("write")
          .categories("sortedset")
          .key("RW delete")
          .group("sorted-set")
          .since("2.0.0")
          .complexity(
              "O(M*log(N)) with N the size of the sorted set and M the number of "
                  + "members removed")
          .syntax("key start stop")
          .summary("Removes the members in a range of ranks.")
          .build();

  static final CommandSpec ZPOPMIN =
      command("zpopmin", -2)
          .flags("write fast")
          .categories("sortedset")
          .key("RW access delete")
          .group("sorted-set")
          .since("5.0.0")
          .complexity(
              "O(M*log(N)) with N the size of the sorted set and M the number of "
                  + "members taken")
          .syntax("key [count]")
          .summary("Takes the members with the lowest scores.")
          .build();

  static final CommandSpec ZPOPMAX =
      command("zpopmax", -2)
          .flags("write fast")
          .categories("sortedset")
          .key("RW access delete")
          .group("sorted-set")
          .since("5.0.0")
          .complexity(
              "O(M*log(N)) with N the size of the sorted set and M the number of "
                  + "members taken")
          .syntax("key [count]")
          .summary("Takes the members with the highest scores.")
          .build();

  private SortedSetSpecs() {}
}
