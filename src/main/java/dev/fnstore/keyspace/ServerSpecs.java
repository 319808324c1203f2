package dev.fnstore.keyspace;

import static dev.fnstore.command.CommandSpec.command;

import dev.fnstore.command.CommandSpec;

/** What the commands on whole databases are, see {@link ServerCommands}. */
final class ServerSpecs {
  static final CommandSpec FLUSHALL =
      command("flushall", -1)
          .flags("write")
          .categories("keyspace dangerous")
          .tips("request_policy:all_shards response_policy:all_succeeded")
          .group("server")
          .since("1.0.0")
          .complexity("O(N) with N the number of keys in all of them")
          .syntax("[ASYNC|SYNC]")
          .summary("Empties all databases.")
          .build();

  static final CommandSpec FLUSHDB =
      command("flushdb", -1)
          .flags("write")
          .categories("keyspace dangerous")
          .tips("request_policy:all_shards response_policy:all_succeeded")
          .group("server")
          .since("1.0.0")
          .complexity("O(N) with N the number of keys in it")
          .syntax("[ASYNC|SYNC]")
          .summary("Empties the database.")
          .build();

  static final CommandSpec DBSIZE =
      command("dbsize", 1)
          .flags("readonly fast")
          .categories("keyspace")
          .tips("request_policy:all_shards response_policy:agg_sum")
          .group("server")
          .since("1.0.0")
          .complexity("O(M) with M the number of keys that have just expired")
          .syntax("")
          .summary("Counts the keys of the database.")
          .build();

  static final CommandSpec SWAPDB =
      command("swapdb", 3)
          .flags("write fast")
          .categories("keyspace dangerous")
          .group("server")
          .since("4.0.0")
          .complexity("O(1)")
          .syntax("index1 index2")
          .summary("Exchanges what two databases hold.")
          .build();

  private ServerSpecs() {}
}
