package dev.fnstore.keyspace;

import static dev.fnstore.command.CommandSpec.command;

import dev.fnstore.command.CommandSpec;

/** What the commands on the life time of keys are, see {@link ExpiryCommands}. */
final class ExpirySpecs {
  static final CommandSpec EXPIRE =
      command("expire", -3)
          .flags("write fast")
          .categories("keyspace")
          .key("RW update")
          .group("generic")
          .since("1.0.0")
          .complexity("O(log(N)) with N the number of keys that expire")
          .syntax("key seconds [NX|XX|GT|LT]")
          .summary("Lets a key expire after seconds.")
          .build();

  static final CommandSpec PEXPIRE =
      command("pexpire", -3)
          .flags("write fast")
          .categories("keyspace")
          .key("RW update")
          .group("generic")
          .since("2.6.0")
          .complexity("O(log(N)) with N the number of keys that expire")
          .syntax("key milliseconds [NX|XX|GT|LT]")
          .summary("Lets a key expire after milliseconds.")
          .build();

  static final CommandSpec EXPIREAT =
      command("expireat", -3)
          .flags("write fast")
          .categories("keyspace")
          .key("RW update")
          .group("generic")
          .since("1.2.0")
          .complexity("O(log(N)) with N the number of keys that expire")
          .syntax("key unix-time-seconds [NX|XX|GT|LT]")
          .summary("Lets a key expire at a time given in seconds.")
          .build();

  static final CommandSpec PEXPIREAT =
      command("pexpireat", -3)
          .flags("write fast")
          .categories("keyspace")
          .key("RW update")
          .group("generic")
          .since("2.6.0")
          .complexity("O(log(N)) with N the number of keys that expire")
          .syntax("key unix-time-milliseconds [NX|XX|GT|LT]")
          .summary("Lets a key expire at a time given in milliseconds.")
          .build();

  static final CommandSpec TTL =
      command("ttl", 2)
          .flags("readonly fast")
          .categories("keyspace")
          .key("RO access")
          .tips("nondeterministic_output")
          .group("generic")
          .since("1.0.0")
          .complexity("O(1)")
          .syntax("key")
          .summary("Gives the seconds a key has left.")
          .build();

  static final CommandSpec PTTL =
      command("pttl", 2)
          .flags("readonly fast")
          .categories("keyspace")
          .key("RO access")
          .tips("nondeterministic_output")
          .group("generic")
          .since("2.6.0")
          .complexity("O(1)")
          .syntax("key")
          .summary("Gives the milliseconds a key has left.")
          .build();

  static final CommandSpec EXPIRETIME =
      command("expiretime", 2)
          .flags("readonly fast")
          .categories("keyspace")
          .key("RO access")
          .group("generic")
          .since("7.0.0")
          .complexity("O(1)")
          .syntax("key")
          .summary("Gives the time at which a key expires, in seconds.")
          .build();

  static final CommandSpec PEXPIRETIME =
      command("pexpiretime", 2)
          .flags("readonly fast")
          .categories("keyspace")
          .key("RO access")
          .group("generic")
          .since("7.0.0")
          .complexity("O(1)")
          .syntax("key")
          .summary("Gives the time at which a key expires, in milliseconds.")
          .build();

  static final CommandSpec PERSIST =
      command("persist", 2)
          .flags("write fast")
          .categories("keyspace")
          .key("RW update")
          .group("generic")
          .since("2.2.0")
          .complexity("O(log(N)) with N the number of keys that expire")
          .syntax("key")
          .summary("Lets a key stay for good.")
          .build();

  private ExpirySpecs() {}
}
