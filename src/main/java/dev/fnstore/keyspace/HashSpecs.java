package dev.fnstore.keyspace;

import static dev.fnstore.command.CommandSpec.command;

import dev.fnstore.command.CommandSpec;

/** What the hash commands are, see {@link HashCommands}. */
final class HashSpecs {
  static final CommandSpec HSET =
      command("hset", -4)
          .flags("write denyoom fast")
          .categories("hash")
          .key("RW update")
          .group("hash")
          .since("2.0.0")
          .complexity("O(N) with N the number of fields")
          .syntax("key field value [field value ...]")
          .summary("Sets fields of a hash and tells how many are new.")
          .build();

  static final CommandSpec HMSET =
      command("hmset", -4)
          .flags("write denyoom fast")
          .categories("hash")
          .key("RW update")
          .group("hash")
          .since("2.0.0")
          .complexity("O(N) with N the number of fields")
          .syntax("key field value [field value ...]")
          .summary("Sets fields of a hash.")
          .build();

  static final CommandSpec HSETNX =
      command("hsetnx", 4)
          .flags("write denyoom fast")
          .categories("hash")
          .key("RW insert")
          .group("hash")
          .since("2.0.0")
          .complexity("O(1)")
          .syntax("key field value")
          .summary("Sets a field of a hash if there is no such field.")
          .build();

  static final CommandSpec HGET =
      command("hget", 3)
          .flags("readonly fast")
          .categories("hash")
          .key("RO access")
          .group("hash")
          .since("2.0.0")
          .complexity("O(1)")
          .syntax("key field")
          .summary("Gives the value of a field.")
          .build();

  static final CommandSpec HMGET =
      command("hmget", -3)
          .flags("readonly fast")
          .categories("hash")
          .key("RO access")
          .group("hash")
          .since("2.0.0")
          .complexity("O(N) with N the number of fields")
          .syntax("key field [field ...]")
          .summary("Gives the values of several fields.")
          .build();

  static final CommandSpec HGETALL =
      command("hgetall", 2)
          .flags("readonly")
          .categories("hash")
          .key("RO access")
          .tips("nondeterministic_output_order")
          .group("hash")
          .since("2.0.0")
          .complexity("O(N) with N the number of fields in the hash")
          .syntax("key")
          .summary("Gives all fields of a hash with their values.")
          .build();

  static final CommandSpec HKEYS =
      command("hkeys", 2)
          .flags("readonly")
          .categories("hash")
          .key("RO access")
          .tips("nondeterministic_output_order")
          .group("hash")
          .since("2.0.0")
          .complexity("O(N) with N the number of fields in the hash")
          .syntax("key")
          .summary("Gives the names of all fields of a hash.")
          .build();

  static final CommandSpec HVALS =
      command("hvals", 2)
          .flags("readonly")
          .categories("hash")
          .key("RO access")
          .tips("nondeterministic_output_order")
          .group("hash")
          .since("2.0.0")
          .complexity("O(N) with N the number of fields in the hash")
          .syntax("key")
          .summary("Gives the values of all fields of a hash.")
          .build();

  static final CommandSpec HDEL =
      command("hdel", -3)
          .flags("write fast")
          .categories("hash")
          .key("RW delete")
          .group("hash")
          .since("2.0.0")
          .complexity("O(N) with N the number of fields")
          .syntax("key field [field ...]")
          .summary("Removes fields from a hash.")
          .build();

  static final CommandSpec HINCRBY =
      command("hincrby", 4)
          .flags("write denyoom fast")
          .categories("hash")
          .key("RW access update")
          .group("hash")
          .since("2.0.0")
          .complexity("O(1)")
          .syntax("key field increment")
          .summary("Adds to the integer in a field.")
          .build();

  static final CommandSpec HEXISTS =
      command("hexists", 3)
          .flags("readonly fast")
          .categories("hash")
          .key("RO")
          .group("hash")
          .since("2.0.0")
          .complexity("O(1)")
          .syntax("key field")
          .summary("Tells whether a hash has a field.")
          .build();

  static final CommandSpec HLEN =
      command("hlen", 2)
          .flags("readonly fast")
          .categories("hash")
          .key("RO")
          .group("hash")
          .since("2.0.0")
          .complexity("O(1)")
          .syntax("key")
          .summary("Counts the fields of a hash.")
          .build();

  static final CommandSpec HSTRLEN =
      command("hstrlen", 3)
          .flags("readonly fast")
          .categories("hash")
          .key("RO")
          .group("hash")
          .since("3.2.0")
          .complexity("O(1)")
          .syntax("key field")
          .summary("Gives the length of the value of a field, in bytes.")
          .build();

  static final CommandSpec HINCRBYFLOAT =
      command("hincrbyfloat", 4)
          .flags("write denyoom fast")
          .categories("hash")
          .key("RW access update")
          .group("hash")
          .since("2.6.0")
          .complexity("O(1)")
          .syntax("key field increment")
          .summary("Adds to the number in a field.")
          .build();

  static final CommandSpec HRANDFIELD =
      command("hrandfield", -2)
          .flags("readonly")
          .categories("hash")
          .key("RO access")
          .tips("nondeterministic_output")
          .group("hash")
          .since("6.2.0")
          .complexity("O(N) with N the number given")
          .syntax("key [count [WITHVALUES]]")
          .summary("Gives some fields of a hash.")
          .build();

  static final CommandSpec HSCAN =
      command("hscan", -3)
          .flags("readonly")
          .categories("hash")
          .key("RO access")
          .tips("nondeterministic_output")
          .group("hash")
          .since("2.8.0")
          .complexity("O(N) with N the number looked at")
          .syntax("key cursor [MATCH pattern] [COUNT count] [NOVALUES]")
          .summary("Gives some of the fields and a cursor from which to go on.")
          .build();

  private HashSpecs() {}
}
