package dev.fnstore.keyspace;

import static dev.fnstore.command.CommandSpec.command;

import dev.fnstore.command.CommandSpec;
import dev.fnstore.command.KeySpec;

/** What the commands on keys of any type are, see {@link GenericCommands}. */
final class GenericSpecs {
  static final CommandSpec DEL =
      command("del", -2)
          .flags("write")
          .categories("keyspace")
          .keys(KeySpec.range(1, -1, 1, "RM delete"))
          .tips("request_policy:multi_shard response_policy:agg_sum")
          .group("generic")
          .since("1.0.0")
          .complexity("O(N) with N the number of keys")
          .syntax("key [key ...]")
          .summary("Removes keys.")
          .build();

  static final CommandSpec UNLINK =
      command("unlink", -2)
          .flags("write fast")
          .categories("keyspace")
          .keys(KeySpec.range(1, -1, 1, "RM delete"))
          .tips("request_policy:multi_shard response_policy:agg_sum")
          .group("generic")
          .since("4.0.0")
          .complexity("O(N) with N the number of keys")
          .syntax("key [key ...]")
          .summary("Removes keys; here the same as DEL.")
          .build();

  static final CommandSpec EXISTS =
      command("exists", -2)
          .flags("readonly fast")
          .categories("keyspace")
          .keys(KeySpec.range(1, -1, 1, "RO"))
          .tips("request_policy:multi_shard response_policy:agg_sum")
          .group("generic")
          .since("1.0.0")
          .complexity("O(N) with N the number of keys")
          .syntax("key [key ...]")
          .summary("Counts which of the keys exist, each as often as it is named.")
          .build();

  static final CommandSpec TYPE =
      command("type", 2)
          .flags("readonly fast")
          .categories("keyspace")
          .key("RO")
          .group("generic")
          .since("1.0.0")
          .complexity("O(1)")
          .syntax("key")
          .summary("Gives the type of what is at a key.")
          .build();

  static final CommandSpec KEYS =
      command("keys", 2)
          .flags("readonly")
          .categories("keyspace dangerous")
          .tips("request_policy:all_shards nondeterministic_output_order")
          .group("generic")
          .since("1.0.0")
          .complexity("O(N) with N the number of keys in the database")
          .syntax("pattern")
          .summary("Gives the names of all keys that match a glob pattern.")
          .build();

  static final CommandSpec SCAN =
      command("scan", -2)
          .flags("readonly")
          .categories("keyspace")
          .tips("nondeterministic_output request_policy:special response_policy:special")
          .group("generic")
          .since("2.8.0")
          .complexity("O(log(N)+M) with N the number of keys and M the number looked at")
          .syntax("cursor [MATCH pattern] [COUNT count] [TYPE type]")
          .summary("Gives some of the keys and a cursor from which to go on.")
          .build();

  static final CommandSpec RENAME =
      command("rename", 3)
          .flags("write")
          .categories("keyspace")
          .key("RW access delete")
          .keys(KeySpec.range(2, 0, 1, "OW update"))
          .group("generic")
          .since("1.0.0")
          .complexity("O(log(N)) with N the number of keys")
          .syntax("key newkey")
          .summary("Gives a key another name, in the place of what that name held.")
          .build();

  static final CommandSpec RANDOMKEY =
      command("randomkey", 1)
          .flags("readonly")
          .categories("keyspace")
          .tips("request_policy:all_shards response_policy:special nondeterministic_output")
          .group("generic")
          .since("1.0.0")
          .complexity("O(1)")
          .summary("Gives the name of some key of the database.")
          .build();

  static final CommandSpec RENAMENX =
      command("renamenx", 3)
          .flags("write fast")
          .categories("keyspace")
          .key("RW access delete")
          .keys(KeySpec.range(2, 0, 1, "OW insert"))
          .group("generic")
          .since("1.0.0")
          .complexity("O(log(N)) with N the number of keys")
          .syntax("key newkey")
          .summary("Gives a key another name, if there is no such key.")
          .build();

  static final CommandSpec COPY =
      command("copy", -3)
          .flags("write denyoom")
          .categories("keyspace")
          .key("RO access")
          .keys(KeySpec.range(2, 0, 1, "OW update"))
          .group("generic")
          .since("6.2.0")
          .complexity("O(N) with N the number of elements")
          .syntax("source destination [DB destination-db] [REPLACE]")
          .summary("Sets a key to what another holds.")
          .build();

  static final CommandSpec MOVE =
      command("move", 3)
          .flags("write fast")
          .categories("keyspace")
          .key("RW access update")
          .group("generic")
          .since("1.0.0")
          .complexity("O(log(N)) with N the number of keys")
          .syntax("key db")
          .summary("Moves a key to another database.")
          .build();

  static final CommandSpec TOUCH =
      command("touch", -2)
          .flags("readonly fast")
          .categories("keyspace")
          .keys(KeySpec.range(1, -1, 1, "RO"))
          .tips("request_policy:multi_shard response_policy:agg_sum")
          .group("generic")
          .since("3.2.1")
          .complexity("O(N) with N the number of keys")
          .syntax("key [key ...]")
          .summary("Uses keys and counts which of them exist.")
          .build();

  private GenericSpecs() {}
}
