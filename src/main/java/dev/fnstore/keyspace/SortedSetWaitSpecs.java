package dev.fnstore.keyspace;

import static dev.fnstore.command.CommandSpec.command;

import dev.fnstore.command.CommandSpec;
import dev.fnstore.command.KeySpec;

/** What the commands are that wait for a member of a sorted set, see {@link SortedSetWaits}. */
final class SortedSetWaitSpecs {
  static final CommandSpec BZPOPMIN =
      command("bzpopmin", -3)
          .flags("write fast blocking")
          .categories("sortedset")
          .keys(KeySpec.range(1, -2, 1, "RW access delete"))
          .group("sorted-set")
          .since("5.0.0")
          .complexity("O(log(N)) with N members")
          .syntax("key [key ...] timeout")
          .summary("Takes the member with the lowest score, and waits for one if there is none.")
          .build();

  static final CommandSpec BZPOPMAX =
      command("bzpopmax", -3)
          .flags("write fast blocking")
          .categories("sortedset")
          .keys(KeySpec.range(1, -2, 1, "RW access delete"))
          .group("sorted-set")
          .since("5.0.0")
          .complexity("O(log(N)) with N members")
          .syntax("key [key ...] timeout")
          .summary("Takes the member with the highest score, and waits for one if there is none.")
          .build();

  static final CommandSpec BZMPOP =
      command("bzmpop", -5)
          .flags("write blocking movablekeys")
          .categories("sortedset")
          .keys(KeySpec.keyNum(2, "RW access delete", ""))
          .group("sorted-set")
          .since("7.0.0")
          .complexity("O(N+M*log(K)) with N keys, M members taken and K there")
          .syntax("timeout numkeys key [key ...] <MIN|MAX> [COUNT count]")
          .summary("Takes members from the first sorted set that has any, and waits if none has.")
          .build();

  private SortedSetWaitSpecs() {}
}
