package dev.fnstore.keyspace;

import static dev.fnstore.command.CommandSpec.command;

import dev.fnstore.command.CommandSpec;
import dev.fnstore.command.KeySpec;

/** What the commands on several sorted sets are, see {@link SortedSetAlgebra}. */
final class SortedSetAlgebraSpecs {
  static final CommandSpec ZUNION =
      command("zunion", -3)
          .flags("readonly movablekeys")
          .categories("sortedset")
          .keys(KeySpec.keyNum(1, "RO access", ""))
          .group("sorted-set")
          .since("6.2.0")
          .complexity("O(N*log(N)) with N the members of all")
          .syntax(
              "numkeys key [key ...] [WEIGHTS weight [weight ...]] [AGGREGATE <SUM|MIN|MAX>] [WITHSCORES]")
          .summary("Gives the members that any sorted set has.")
          .build();

  static final CommandSpec ZINTER =
      command("zinter", -3)
          .flags("readonly movablekeys")
          .categories("sortedset")
          .keys(KeySpec.keyNum(1, "RO access", ""))
          .group("sorted-set")
          .since("6.2.0")
          .complexity("O(N*M+K*log(K)) with N the members of the smallest, M sets and K given")
          .syntax(
              "numkeys key [key ...] [WEIGHTS weight [weight ...]] [AGGREGATE <SUM|MIN|MAX>] [WITHSCORES]")
          .summary("Gives the members that all sorted sets have.")
          .build();

  static final CommandSpec ZDIFF =
      command("zdiff", -3)
          .flags("readonly movablekeys")
          .categories("sortedset")
          .keys(KeySpec.keyNum(1, "RO access", ""))
          .group("sorted-set")
          .since("6.2.0")
          .complexity("O(N+K*log(K)) with N the members of all and K given")
          .syntax("numkeys key [key ...] [WITHSCORES]")
          .summary("Gives the members that only the first sorted set has.")
          .build();

  static final CommandSpec ZUNIONSTORE =
      command("zunionstore", -4)
          .flags("write denyoom movablekeys")
          .categories("sortedset")
          .key("OW update")
          .keys(KeySpec.keyNum(2, "RO access", ""))
          .group("sorted-set")
          .since("2.0.0")
          .complexity("O(N*log(N)) with N the members of all")
          .syntax(
              "destination numkeys key [key ...] [WEIGHTS weight [weight ...]] [AGGREGATE <SUM|MIN|MAX>]")
          .summary("Sets a key to the members that any sorted set has.")
          .build();

  static final CommandSpec ZINTERSTORE =
      command("zinterstore", -4)
          .flags("write denyoom movablekeys")
          .categories("sortedset")
          .key("OW update")
          .keys(KeySpec.keyNum(2, "RO access", ""))
          .group("sorted-set")
          .since("2.0.0")
          .complexity("O(N*M+K*log(K)) with N the members of the smallest, M sets and K stored")
          .syntax(
              "destination numkeys key [key ...] [WEIGHTS weight [weight ...]] [AGGREGATE <SUM|MIN|MAX>]")
          .summary("Sets a key to the members that all sorted sets have.")
          .build();

  static final CommandSpec ZDIFFSTORE =
      command("zdiffstore", -4)
          .flags("write denyoom movablekeys")
          .categories("sortedset")
          .key("OW update")
          .keys(KeySpec.keyNum(2, "RO access", ""))
          .group("sorted-set")
          .since("6.2.0")
          .complexity("O(N+K*log(K)) with N the members of all and K stored")
          .syntax("destination numkeys key [key ...]")
          .summary("Sets a key to the members that only the first sorted set has.")
          .build();

  static final CommandSpec ZINTERCARD =
      command("zintercard", -3)
          .flags("readonly movablekeys")
          .categories("sortedset")
          .keys(KeySpec.keyNum(1, "RO access", ""))
          .group("sorted-set")
          .since("7.0.0")
          .complexity("O(N*M) with N the members of the smallest and M sets")
          .syntax("numkeys key [key ...] [LIMIT limit]")
          .summary("Counts the members that all sorted sets have.")
          .build();

  private SortedSetAlgebraSpecs() {}
}
