package dev.fnstore.keyspace;

import static dev.fnstore.command.CommandSpec.command;

import dev.fnstore.command.CommandSpec;
import dev.fnstore.command.KeySpec;

/** What the string commands are, see {@link StringCommands}. */
final class StringSpecs {
  static final CommandSpec GET =
      command("get", 2)
          .flags("readonly fast")
          .categories("string")
          .key("RO access")
          .group("string")
          .since("1.0.0")
          .complexity("O(1)")
          .syntax("key")
          .summary("Gives the string at a key.")
          .build();

  static final CommandSpec SET =
      command("set", -3)
          .flags("write denyoom")
          .categories("string")
          .keys(
              KeySpec.range(1, 0, 1, "RW access update variable_flags")
                  .withNotes("RW and ACCESS due to the optional `GET` argument"))
          .group("string")
          .since("1.0.0")
          .complexity("O(1)")
          .syntax(
              "key value [NX|XX|IFEQ comparison-value] [GET] [EX seconds|PX "
                  + "milliseconds|EXAT unix-time-seconds|PXAT unix-time-milliseconds|KEEPTTL]")
          .summary(
              "Sets a key to a string, whatever it held; options make it conditional, "
                  + "let it expire or ask for what was there.")
          .build();

  static final CommandSpec MGET =
      command("mget", -2)
          .flags("readonly fast")
          .categories("string")
          .keys(KeySpec.range(1, -1, 1, "RO access"))
          .tips("request_policy:multi_shard")
          .group("string")
          .since("1.0.0")
          .complexity("O(N) with N the number of keys")
          .syntax("key [key ...]")
          .summary("Gives the strings at several keys.")
          .build();

  static final CommandSpec MSET =
      command("mset", -3)
          .flags("write denyoom")
          .categories("string")
          .keys(KeySpec.range(1, -1, 2, "OW update"))
          .tips("request_policy:multi_shard response_policy:all_succeeded")
          .group("string")
          .since("1.0.1")
          .complexity("O(N) with N the number of keys")
          .syntax("key value [key value ...]")
          .summary("Sets several keys to strings at once.")
          .build();

  static final CommandSpec GETDEL =
      command("getdel", 2)
          .flags("write fast")
          .categories("string")
          .key("RW access delete")
          .group("string")
          .since("6.2.0")
          .complexity("O(1)")
          .syntax("key")
          .summary("Gives the string at a key and removes the key.")
          .build();

  static final CommandSpec INCR =
      command("incr", 2)
          .flags("write denyoom fast")
          .categories("string")
          .key("RW access update")
          .group("string")
          .since("1.0.0")
          .complexity("O(1)")
          .syntax("key")
          .summary("Adds one to the integer at a key.")
          .build();

  static final CommandSpec INCRBY =
      command("incrby", 3)
          .flags("write denyoom fast")
          .categories("string")
          .key("RW access update")
          .group("string")
          .since("1.0.0")
          .complexity("O(1)")
          .syntax("key increment")
          .summary("Adds to the integer at a key.")
          .build();

  static final CommandSpec DECR =
      command("decr", 2)
          .flags("write denyoom fast")
          .categories("string")
          .key("RW access update")
          .group("string")
          .since("1.0.0")
          .complexity("O(1)")
          .syntax("key")
          .summary("Takes one from the integer at a key.")
          .build();

  static final CommandSpec DECRBY =
      command("decrby", 3)
          .flags("write denyoom fast")
          .categories("string")
          .key("RW access update")
          .group("string")
          .since("1.0.0")
          .complexity("O(1)")
          .syntax("key decrement")
          .summary("Takes from the integer at a key.")
          .build();

  static final CommandSpec APPEND =
      command("append", 3)
          .flags("write denyoom fast")
          .categories("string")
          .key("RW insert")
          .group("string")
          .since("2.0.0")
          .complexity("O(N) with N the length of the string")
          .syntax("key value")
          .summary("Puts bytes at the end of the string at a key.")
          .build();

  static final CommandSpec STRLEN =
      command("strlen", 2)
          .flags("readonly fast")
          .categories("string")
          .key("RO")
          .group("string")
          .since("2.2.0")
          .complexity("O(1)")
          .syntax("key")
          .summary("Gives the length of the string at a key, in bytes.")
          .build();

  static final CommandSpec SETNX =
      command("setnx", 3)
          .flags("write denyoom fast")
          .categories("string")
          .key("OW insert")
          .group("string")
          .since("1.0.0")
          .complexity("O(1)")
          .syntax("key value")
          .summary("Sets a key to a string if there is no such key.")
          .build();

  static final CommandSpec SETEX =
      command("setex", 4)
          .flags("write denyoom")
          .categories("string")
          .key("OW update")
          .group("string")
          .since("2.0.0")
          .complexity("O(1)")
          .syntax("key seconds value")
          .summary("Sets a key to a string that expires after seconds.")
          .build();

  static final CommandSpec PSETEX =
      command("psetex", 4)
          .flags("write denyoom")
          .categories("string")
          .key("OW update")
          .group("string")
          .since("2.6.0")
          .complexity("O(1)")
          .syntax("key milliseconds value")
          .summary("Sets a key to a string that expires after milliseconds.")
          .build();

  private StringSpecs() {}
}
