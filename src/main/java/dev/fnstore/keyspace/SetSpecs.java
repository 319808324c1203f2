package dev.fnstore.keyspace;

import static dev.fnstore.command.CommandSpec.command;

import dev.fnstore.command.CommandSpec;
import dev.fnstore.command.KeySpec;

/** What the set commands are, see {@link SetCommands}. */
final class SetSpecs {
  static final CommandSpec SADD =
      command("sadd", -3)
          .flags("write denyoom fast")
          .categories("set")
          .key("RW insert")
          .group("set")
          .since("1.0.0")
          .complexity("O(N) with N the number of members put")
          .syntax("key member [member ...]")
          .summary("Puts members into a set.")
          .build();

  static final CommandSpec SREM =
      command("srem", -3)
          .flags("write fast")
          .categories("set")
          .key("RW delete")
          .group("set")
          .since("1.0.0")
          .complexity("O(N) with N the number of members named")
          .syntax("key member [member ...]")
          .summary("Removes members from a set.")
          .build();

  static final CommandSpec SISMEMBER =
      command("sismember", 3)
          .flags("readonly fast")
          .categories("set")
          .key("RO")
          .group("set")
          .since("1.0.0")
          .complexity("O(1)")
          .syntax("key member")
          .summary("Tells whether a set has a member.")
          .build();

  static final CommandSpec SMISMEMBER =
      command("smismember", -3)
          .flags("readonly fast")
          .categories("set")
          .key("RO access")
          .group("set")
          .since("6.2.0")
          .complexity("O(N) with N the number of members named")
          .syntax("key member [member ...]")
          .summary("Tells which of the members a set has.")
          .build();

  static final CommandSpec SMEMBERS =
      command("smembers", 2)
          .flags("readonly")
          .categories("set")
          .key("RO access")
          .tips("nondeterministic_output_order")
          .group("set")
          .since("1.0.0")
          .complexity("O(N) with N the number of members in the set")
          .syntax("key")
          .summary("Gives all members of a set.")
          .build();

  static final CommandSpec SCARD =
      command("scard", 2)
          .flags("readonly fast")
          .categories("set")
          .key("RO")
          .group("set")
          .since("1.0.0")
          .complexity("O(1)")
          .syntax("key")
          .summary("Counts the members of a set.")
          .build();

  static final CommandSpec SMOVE =
      command("smove", 4)
          .flags("write fast")
          .categories("set")
          .key("RW access delete")
          .keys(KeySpec.range(2, 0, 1, "RW insert"))
          .group("set")
          .since("1.0.0")
          .complexity("O(1)")
          .syntax("source destination member")
          .summary("Moves a member from one set to another.")
          .build();

  static final CommandSpec SPOP =
      command("spop", -2)
          .flags("write fast")
          .categories("set")
          .key("RW access delete")
          .tips("nondeterministic_output")
          .group("set")
          .since("1.0.0")
          .complexity("O(N) with N the number taken")
          .syntax("key [count]")
          .summary("Takes some members from a set.")
          .build();

  static final CommandSpec SRANDMEMBER =
      command("srandmember", -2)
          .flags("readonly")
          .categories("set")
          .key("RO access")
          .tips("nondeterministic_output")
          .group("set")
          .since("1.0.0")
          .complexity("O(N) with N the number given")
          .syntax("key [count]")
          .summary("Gives some members of a set.")
          .build();

  static final CommandSpec SSCAN =
      command("sscan", -3)
          .flags("readonly")
          .categories("set")
          .key("RO access")
          .tips("nondeterministic_output")
          .group("set")
          .since("2.8.0")
          .complexity("O(N) with N the number looked at")
          .syntax("key cursor [MATCH pattern] [COUNT count]")
          .summary("Gives some of the members and a cursor from which to go on.")
          .build();

  private SetSpecs() {}
}
