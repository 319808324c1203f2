package dev.fnstore.keyspace;

import static dev.fnstore.command.CommandSpec.command;

import dev.fnstore.command.CommandSpec;
import dev.fnstore.command.KeySpec;

/** What the commands on the bits of strings are, see {@link BitCommands} and {@link BitField}. */
final class BitSpecs {
  static final CommandSpec SETBIT =
      command("setbit", 4)
          .flags("write denyoom")
          .categories("bitmap")
          .key("RW access update")
          .group("bitmap")
          .since("2.2.0")
          .complexity("O(N) with N the length of the string")
          .syntax("key offset value")
          .summary("Sets a bit of a string and gives what it was.")
          .build();

  static final CommandSpec GETBIT =
      command("getbit", 3)
          .flags("readonly fast")
          .categories("bitmap")
          .key("RO access")
          .group("bitmap")
          .since("2.2.0")
          .complexity("O(1)")
          .syntax("key offset")
          .summary("Gives a bit of a string.")
          .build();

  static final CommandSpec BITCOUNT =
      command("bitcount", -2)
          .flags("readonly")
          .categories("bitmap")
          .key("RO access")
          .group("bitmap")
          .since("2.6.0")
          .complexity("O(N) with N the length of the range")
          .syntax("key [start [end [BYTE|BIT]]]")
          .summary("Counts the bits that are set.")
          .build();

  static final CommandSpec BITPOS =
      command("bitpos", -3)
          .flags("readonly")
          .categories("bitmap")
          .key("RO access")
          .group("bitmap")
          .since("2.8.7")
          .complexity("O(N) with N the length of the range")
          .syntax("key bit [start [end [BYTE|BIT]]]")
          .summary("Finds the first bit that is set, or is not.")
          .build();

  static final CommandSpec BITOP =
      command("bitop", -4)
          .flags("write denyoom")
          .categories("bitmap")
          .keys(KeySpec.range(2, 0, 1, "OW update"))
          .keys(KeySpec.range(3, -1, 1, "RO access"))
          .group("bitmap")
          .since("2.6.0")
          .complexity("O(N) with N the length of the longest string")
          .syntax("<AND|OR|XOR|NOT> destination key [key ...]")
          .summary("Combines the bits of strings into another.")
          .build();

  static final CommandSpec BITFIELD =
      command("bitfield", -2)
          .flags("write denyoom")
          .categories("bitmap")
          .keys(
              KeySpec.range(1, 0, 1, "RW access update variable_flags")
                  .withNotes("This command allows both access and modification of the key"))
          .group("bitmap")
          .since("3.2.0")
          .complexity("O(N*M) with N the number of operations and M the length of the string")
          .syntax(
              "key [<GET encoding offset|[OVERFLOW <WRAP|SAT|FAIL>] <SET encoding offset value|INCRBY encoding offset increment>> ...]")
          .summary("Reads and changes integers of any width within a string.")
          .build();

  static final CommandSpec BITFIELD_RO =
      command("bitfield_ro", -2)
          .flags("readonly fast")
          .categories("bitmap")
          .key("RO access")
          .group("bitmap")
          .since("6.0.0")
          .complexity("O(N) with N the number of operations")
          .syntax("key [GET encoding offset ...]")
          .summary("Reads integers of any width within a string.")
          .build();

  private BitSpecs() {}
}
