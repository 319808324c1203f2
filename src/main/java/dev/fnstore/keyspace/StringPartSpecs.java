package dev.fnstore.keyspace;

import static dev.fnstore.command.CommandSpec.command;

import dev.fnstore.command.CommandSpec;
import dev.fnstore.command.KeySpec;

/**
 * What the commands on parts of strings and on their less common forms are, see {@link
 * StringPartCommands}.
 */
final class StringPartSpecs {
  static final CommandSpec SETRANGE =
      command("setrange", 4)
          .flags("write denyoom")
          .categories("string")
          .key("RW update")
          .group("string")
          .since("2.2.0")
          .complexity("O(N) with N the length of the string")
          .syntax("key offset value")
          .summary("Overwrites a part of a string.")
          .build();

  static final CommandSpec GETRANGE =
      command("getrange", 4)
          .flags("readonly")
          .categories("string")
          .key("RO access")
          .group("string")
          .since("2.4.0")
          .complexity("O(N) with N the length of the part")
          .syntax("key start end")
          .summary("Gives a part of a string.")
          .build();

  static final CommandSpec SUBSTR =
      command("substr", 4)
          .flags("readonly")
          .categories("string")
          .key("RO access")
          .group("string")
          .since("1.0.0")
          .complexity("O(N) with N the length of the part")
          .syntax("key start end")
          .summary("Gives a part of a string; an older name of GETRANGE.")
          .build();

  static final CommandSpec GETSET =
      command("getset", 3)
          .flags("write denyoom fast")
          .categories("string")
          .key("RW access update")
          .group("string")
          .since("1.0.0")
          .complexity("O(1)")
          .syntax("key value")
          .summary("Sets a key to a string and gives what it was.")
          .build();

  static final CommandSpec GETEX =
      command("getex", -2)
          .flags("write fast")
          .categories("string")
          .keys(
              KeySpec.range(1, 0, 1, "RW access update")
                  .withNotes("RW and UPDATE because it changes the TTL"))
          .group("string")
          .since("6.2.0")
          .complexity("O(1)")
          .syntax(
              "key [EX seconds|PX milliseconds|EXAT unix-time-seconds|PXAT unix-time-milliseconds|PERSIST]")
          .summary("Gives the string at a key and sets when the key expires.")
          .build();

  static final CommandSpec MSETNX =
      command("msetnx", -3)
          .flags("write denyoom")
          .categories("string")
          .keys(KeySpec.range(1, -1, 2, "OW insert"))
          .group("string")
          .since("1.0.1")
          .complexity("O(N) with N the number of keys")
          .syntax("key value [key value ...]")
          .summary("Sets several keys to strings if none of them is there.")
          .build();

  static final CommandSpec INCRBYFLOAT =
      command("incrbyfloat", 3)
          .flags("write denyoom fast")
          .categories("string")
          .key("RW access update")
          .group("string")
          .since("2.6.0")
          .complexity("O(1)")
          .syntax("key increment")
          .summary("Adds to the number at a key.")
          .build();

  static final CommandSpec LCS =
      command("lcs", -3)
          .flags("readonly")
          .categories("string")
          .keys(KeySpec.range(1, 1, 1, "RO access"))
          .group("string")
          .since("7.0.0")
          .complexity("O(N*M) with N and M the lengths of the strings")
          .syntax("key1 key2 [LEN] [IDX] [MINMATCHLEN min-match-len] [WITHMATCHLEN]")
          .summary("Finds the longest common subsequence of two strings.")
          .build();

  private StringPartSpecs() {}
}
