package dev.fnstore.keyspace;

import static dev.fnstore.command.CommandSpec.command;

import dev.fnstore.command.CommandSpec;

/** What the list commands are, see {@link ListCommands}. */
final class ListSpecs {
  static final CommandSpec LPUSH =
      command("lpush", -3)
          .flags("write denyoom fast")
          .categories("list")
          .key("RW insert")
          .group("list")
          .since("1.0.0")
          .complexity("O(N) with N the number of elements put")
          .syntax("key element [element ...]")
          .summary("Puts elements before the first of a list.")
          .build();

  static final CommandSpec RPUSH =
      command("rpush", -3)
          .flags("write denyoom fast")
          .categories("list")
          .key("RW insert")
          .group("list")
          .since("1.0.0")
          .complexity("O(N) with N the number of elements put")
          .syntax("key element [element ...]")
          .summary("Puts elements after the last of a list.")
          .build();

  static final CommandSpec LPUSHX =
      command("lpushx", -3)
          .flags("write denyoom fast")
          .categories("list")
          .key("RW insert")
          .group("list")
          .since("2.2.0")
          .complexity("O(N) with N the number of elements put")
          .syntax("key element [element ...]")
          .summary("Puts elements before the first of a list that exists.")
          .build();

  static final CommandSpec RPUSHX =
      command("rpushx", -3)
          .flags("write denyoom fast")
          .categories("list")
          .key("RW insert")
          .group("list")
          .since("2.2.0")
          .complexity("O(N) with N the number of elements put")
          .syntax("key element [element ...]")
          .summary("Puts elements after the last of a list that exists.")
          .build();

  static final CommandSpec LPOP =
      command("lpop", -2)
          .flags("write fast")
          .categories("list")
          .key("RW access delete")
          .group("list")
          .since("1.0.0")
          .complexity("O(N) with N the number of elements taken")
          .syntax("key [count]")
          .summary("Takes the first elements from a list.")
          .build();

  static final CommandSpec RPOP =
      command("rpop", -2)
          .flags("write fast")
          .categories("list")
          .key("RW access delete")
          .group("list")
          .since("1.0.0")
          .complexity("O(N) with N the number of elements taken")
          .syntax("key [count]")
          .summary("Takes the last elements from a list.")
          .build();

  static final CommandSpec LRANGE =
      command("lrange", 4)
          .flags("readonly")
          .categories("list")
          .key("RO access")
          .group("list")
          .since("1.0.0")
          .complexity("O(N) with N the number of elements given")
          .syntax("key start stop")
          .summary("Gives the elements of a list between two places.")
          .build();

  static final CommandSpec LLEN =
      command("llen", 2)
          .flags("readonly fast")
          .categories("list")
          .key("RO")
          .group("list")
          .since("1.0.0")
          .complexity("O(1)")
          .syntax("key")
          .summary("Counts the elements of a list.")
          .build();

  static final CommandSpec LINDEX =
      command("lindex", 3)
          .flags("readonly")
          .categories("list")
          .key("RO access")
          .group("list")
          .since("1.0.0")
          .complexity("O(1)")
          .syntax("key index")
          .summary("Gives the element at a place of a list.")
          .build();

  static final CommandSpec LREM =
      command("lrem", 4)
          .flags("write")
          .categories("list")
          .key("RW delete")
          .group("list")
          .since("1.0.0")
          .complexity("O(N) with N the number of elements in the list")
          .syntax("key count element")
          .summary("Removes elements that are equal to one given.")
          .build();

  static final CommandSpec LTRIM =
      command("ltrim", 4)
          .flags("write")
          .categories("list")
          .key("RW delete")
          .group("list")
          .since("1.0.0")
          .complexity("O(N) with N the number of elements removed")
          .syntax("key start stop")
          .summary("Keeps the elements of a list between two places.")
          .build();

  private ListSpecs() {}
}
