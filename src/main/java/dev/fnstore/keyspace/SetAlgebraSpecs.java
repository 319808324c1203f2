package dev.fnstore.keyspace;

import static dev.fnstore.command.CommandSpec.command;

import dev.fnstore.command.CommandSpec;
import dev.fnstore.command.KeySpec;

/** What the commands on several sets are, see {@link SetAlgebra}. */
final class SetAlgebraSpecs {
  static final CommandSpec SINTER =
      command("sinter", -2)
          .flags("readonly")
          .categories("set")
          .keys(KeySpec.range(1, -1, 1, "RO access"))
          .tips("nondeterministic_output_order")
          .group("set")
          .since("1.0.0")
          .complexity("O(N*M) with N the members of the smallest set and M the number of sets")
          .syntax("key [key ...]")
          .summary("Gives the members that all sets have.")
          .build();

  static final CommandSpec SINTERCARD =
      command("sintercard", -3)
          .flags("readonly movablekeys")
          .categories("set")
          .keys(KeySpec.keyNum(1, "RO access", ""))
          .group("set")
          .since("7.0.0")
          .complexity("O(N*M) with N the members of the smallest set and M the number of sets")
          .syntax("numkeys key [key ...] [LIMIT limit]")
          .summary("Counts the members that all sets have.")
          .build();

  static final CommandSpec SINTERSTORE =
      command("sinterstore", -3)
          .flags("write denyoom")
          .categories("set")
          .key("OW update")
          .keys(KeySpec.range(2, -1, 1, "RO access"))
          .group("set")
          .since("1.0.0")
          .complexity("O(N*M) with N the members of the smallest set and M the number of sets")
          .syntax("destination key [key ...]")
          .summary("Sets a key to the members that all sets have.")
          .build();

  static final CommandSpec SUNION =
      command("sunion", -2)
          .flags("readonly")
          .categories("set")
          .keys(KeySpec.range(1, -1, 1, "RO access"))
          .tips("nondeterministic_output_order")
          .group("set")
          .since("1.0.0")
          .complexity("O(N) with N the members of all sets")
          .syntax("key [key ...]")
          .summary("Gives the members that any set has.")
          .build();

  static final CommandSpec SUNIONSTORE =
      command("sunionstore", -3)
          .flags("write denyoom")
          .categories("set")
          .key("OW update")
          .keys(KeySpec.range(2, -1, 1, "RO access"))
          .group("set")
          .since("1.0.0")
          .complexity("O(N) with N the members of all sets")
          .syntax("destination key [key ...]")
          .summary("Sets a key to the members that any set has.")
          .build();

  static final CommandSpec SDIFF =
      command("sdiff", -2)
          .flags("readonly")
          .categories("set")
          .keys(KeySpec.range(1, -1, 1, "RO access"))
          .tips("nondeterministic_output_order")
          .group("set")
          .since("1.0.0")
          .complexity("O(N) with N the members of all sets")
          .syntax("key [key ...]")
          .summary("Gives the members that only the first set has.")
          .build();

  static final CommandSpec SDIFFSTORE =
      command("sdiffstore", -3)
          .flags("write denyoom")
          .categories("set")
          .key("OW update")
          .keys(KeySpec.range(2, -1, 1, "RO access"))
          .group("set")
          .since("1.0.0")
          .complexity("O(N) with N the members of all sets")
          .syntax("destination key [key ...]")
          .summary("Sets a key to the members that only the first set has.")
          .build();

  private SetAlgebraSpecs() {}
}
