package dev.fnstore.keyspace;

import static dev.fnstore.command.CommandSpec.command;

import dev.fnstore.command.CommandSpec;
import dev.fnstore.command.KeySpec;

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

  static final CommandSpec LSET =
      command("lset", 4)
          .flags("write denyoom")
          .categories("list")
          .key("RW update")
          .group("list")
          .since("1.0.0")
          .complexity("O(1)")
          .syntax("key index element")
          .summary("Sets the element at a place of a list.")
          .build();

  static final CommandSpec LINSERT =
      command("linsert", 5)
          .flags("write denyoom")
          .categories("list")
          .key("RW insert")
          .group("list")
          .since("2.2.0")
          .complexity("O(N) with N the number of elements")
          .syntax("key <BEFORE|AFTER> pivot element")
          .summary("Puts an element before or behind another.")
          .build();

  static final CommandSpec LPOS =
      command("lpos", -3)
          .flags("readonly")
          .categories("list")
          .key("RO access")
          .group("list")
          .since("6.0.6")
          .complexity("O(N) with N the number of elements looked at")
          .syntax("key element [RANK rank] [COUNT num-matches] [MAXLEN len]")
          .summary("Finds the places of elements that are equal to one given.")
          .build();

  static final CommandSpec LMOVE =
      command("lmove", 5)
          .flags("write denyoom")
          .categories("list")
          .key("RW access delete")
          .keys(KeySpec.range(2, 0, 1, "RW insert"))
          .group("list")
          .since("6.2.0")
          .complexity("O(1)")
          .syntax("source destination <LEFT|RIGHT> <LEFT|RIGHT>")
          .summary("Moves an element from an end of a list to an end of another.")
          .build();

  static final CommandSpec RPOPLPUSH =
      command("rpoplpush", 3)
          .flags("write denyoom")
          .categories("list")
          .key("RW access delete")
          .keys(KeySpec.range(2, 0, 1, "RW insert"))
          .group("list")
          .since("1.2.0")
          .complexity("O(1)")
          .syntax("source destination")
          .summary("Moves the last element of a list before the first of another.")
          .build();

  static final CommandSpec LMPOP =
      command("lmpop", -4)
          .flags("write movablekeys")
          .categories("list")
          .keys(KeySpec.keyNum(1, "RW access delete", ""))
          .group("list")
          .since("7.0.0")
          .complexity("O(N+M) with N the number of keys and M of elements taken")
          .syntax("numkeys key [key ...] <LEFT|RIGHT> [COUNT count]")
          .summary("Takes elements from the first list that has any.")
          .build();

  private ListSpecs() {}
}
