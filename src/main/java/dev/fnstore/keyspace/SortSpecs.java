package dev.fnstore.keyspace;

import static dev.fnstore.command.CommandSpec.command;

import dev.fnstore.command.CommandSpec;
import dev.fnstore.command.KeySpec;

/** What SORT and SORT_RO are, see {@link SortCommands}. */
final class SortSpecs {
  private static final String COMPLEXITY =
      "O(N+M*log(M)) with N the number of elements and M of those given";

  private static final KeySpec READ_BY_PATTERN =
      KeySpec.unknown(
          "RO access",
          "For the optional BY/GET keyword. It is marked 'unknown' because the key names derive from"
              + " the content of the key we sort");

  static final CommandSpec SORT =
      command("sort", -2)
          .flags("write denyoom movablekeys")
          .categories("set sortedset list dangerous")
          .key("RO access")
          .keys(READ_BY_PATTERN)
          .keys(
              KeySpec.unknown(
                  "OW update",
                  "For the optional STORE keyword. It is marked 'unknown' because the keyword can"
                      + " appear anywhere in the argument array"))
          .group("generic")
          .since("1.0.0")
          .complexity(COMPLEXITY)
          .syntax(
              "key [BY pattern] [LIMIT offset count] [GET pattern [GET pattern ...]] [ASC|DESC] [ALPHA] [STORE destination]")
          .summary("Sorts the elements of a list or a set, and gives or stores them.")
          .build();

  static final CommandSpec SORT_RO =
      command("sort_ro", -2)
          .flags("readonly movablekeys")
          .categories("set sortedset list dangerous")
          .key("RO access")
          .keys(READ_BY_PATTERN)
          .group("generic")
          .since("7.0.0")
          .complexity(COMPLEXITY)
          .syntax(
              "key [BY pattern] [LIMIT offset count] [GET pattern [GET pattern ...]] [ASC|DESC] [ALPHA]")
          .summary("Sorts the elements of a list or a set, and gives them.")
          .build();

  private SortSpecs() {}
}
