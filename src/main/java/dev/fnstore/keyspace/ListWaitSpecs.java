package dev.fnstore.keyspace;

import static dev.fnstore.command.CommandSpec.command;

import dev.fnstore.command.CommandSpec;
import dev.fnstore.command.KeySpec;

/** What the commands are that wait for an element of a list, see {@link ListWaits}. */
final class ListWaitSpecs {
  static final CommandSpec BLPOP =
      command("blpop", -3)
          .flags("write blocking")
          .categories("list")
          .keys(KeySpec.range(1, -2, 1, "RW access delete"))
          .group("list")
          .since("2.0.0")
          .complexity("O(N) with N the number of keys")
          .syntax("key [key ...] timeout")
          .summary("Takes the first element of a list, and waits for one if there is none.")
          .build();

  static final CommandSpec BRPOP =
      command("brpop", -3)
          .flags("write blocking")
          .categories("list")
          .keys(KeySpec.range(1, -2, 1, "RW access delete"))
          .group("list")
          .since("2.0.0")
          .complexity("O(N) with N the number of keys")
          .syntax("key [key ...] timeout")
          .summary("Takes the last element of a list, and waits for one if there is none.")
          .build();

  static final CommandSpec BLMPOP =
      command("blmpop", -5)
          .flags("write blocking movablekeys")
          .categories("list")
          .keys(KeySpec.keyNum(2, "RW access delete", ""))
          .group("list")
          .since("7.0.0")
          .complexity("O(N+M) with N the number of keys and M of elements taken")
          .syntax("timeout numkeys key [key ...] <LEFT|RIGHT> [COUNT count]")
          .summary("Takes elements from the first list that has any, and waits if none has.")
          .build();

  static final CommandSpec BLMOVE =
      command("blmove", 6)
          .flags("write denyoom blocking")
          .categories("list")
          .key("RW access delete")
          .keys(KeySpec.range(2, 0, 1, "RW insert"))
          .group("list")
          .since("6.2.0")
          .complexity("O(1)")
          .syntax("source destination <LEFT|RIGHT> <LEFT|RIGHT> timeout")
          .summary(
              "Moves an element from an end of a list to an end of another, and waits for one.")
          .build();

  static final CommandSpec BRPOPLPUSH =
      command("brpoplpush", 4)
          .flags("write denyoom blocking")
          .categories("list")
          .key("RW access delete")
          .keys(KeySpec.range(2, 0, 1, "RW insert"))
          .group("list")
          .since("2.2.0")
          .complexity("O(1)")
          .syntax("source destination timeout")
          .summary(
              "Moves the last element of a list before the first of another, and waits for one.")
          .build();

  private ListWaitSpecs() {}
}
