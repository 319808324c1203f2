package dev.fnstore.keyspace;

import static dev.fnstore.command.CommandSpec.command;

import dev.fnstore.command.CommandSpec;
import dev.fnstore.command.KeySpec;

/** What the commands that look at how a key is kept are, see {@link ObjectCommands}. */
final class ObjectSpecs {
  static final CommandSpec ENCODING =
      object("encoding", "2.2.3").summary("Tells how a key's value is kept.").build();
  static final CommandSpec REFCOUNT =
      object("refcount", "2.2.3").summary("Tells how often a value is referred to: once.").build();
  static final CommandSpec IDLETIME =
      object("idletime", "2.2.3").summary("Tells for how many seconds a key was not used.").build();
  static final CommandSpec FREQ =
      object("freq", "4.0.0").summary("Refused: how often a key is used is not kept.").build();

  static final CommandSpec MEMORY_USAGE =
      command("memory|usage", -3)
          .flags("readonly")
          .keys(KeySpec.range(2, 0, 1, "RO"))
          .group("server")
          .since("4.0.0")
          .complexity("O(N) with N the number of samples")
          .syntax("key [SAMPLES count]")
          .summary("Estimates how many bytes a key and its value take.")
          .build();

  private ObjectSpecs() {}

  private static CommandSpec.Builder object(String name, String since) {
    return command("object|" + name, 3)
        .flags("readonly")
        .categories("keyspace")
        .keys(KeySpec.range(2, 0, 1, "RO"))
        .tips("nondeterministic_output")
        .group("generic")
        .since(since)
        .complexity("O(1)")
        .syntax("key");
  }
}
