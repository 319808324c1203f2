package dev.fnstore.keyspace;

import static dev.fnstore.command.CommandSpec.command;

import dev.fnstore.command.CommandSpec;
import dev.fnstore.command.KeySpec;

/** What the commands on streams are, see {@link StreamCommands} and {@link StreamReads}. */
final class StreamSpecs {
  static final CommandSpec XADD =
      command("xadd", -5)
          .flags("write denyoom fast")
          .categories("stream")
          .keys(
              KeySpec.range(1, 0, 1, "RW update")
                  .withNotes("UPDATE instead of INSERT because of the optional trimming feature"))
          .tips("nondeterministic_output")
          .group("stream")
          .since("5.0.0")
          .complexity("O(log(N)) with N the number of entries; each that is trimmed adds O(1)")
          .syntax(
              "key [NOMKSTREAM] [<MAXLEN|MINID> [=|~] threshold [LIMIT count]] <*|id> field value [field value ...]")
          .summary("Puts an entry at the end of a stream.")
          .build();

  static final CommandSpec XTRIM =
      command("xtrim", -4)
          .flags("write")
          .categories("stream")
          .key("RW delete")
          .tips("nondeterministic_output")
          .group("stream")
          .since("5.0.0")
          .complexity("O(N) with N the number of entries removed")
          .syntax("key <MAXLEN|MINID> [=|~] threshold [LIMIT count]")
          .summary("Removes the oldest entries of a stream.")
          .build();

  static final CommandSpec XDEL =
      command("xdel", -3)
          .flags("write fast")
          .categories("stream")
          .key("RW delete")
          .group("stream")
          .since("5.0.0")
          .complexity("O(N*log(M)) with N the number of IDs and M that of entries")
          .syntax("key id [id ...]")
          .summary("Removes entries from a stream.")
          .build();

  static final CommandSpec XLEN =
      command("xlen", 2)
          .flags("readonly fast")
          .categories("stream")
          .key("RO")
          .group("stream")
          .since("5.0.0")
          .complexity("O(1)")
          .syntax("key")
          .summary("Counts the entries of a stream.")
          .build();

  static final CommandSpec XRANGE =
      command("xrange", -4)
          .flags("readonly")
          .categories("stream")
          .key("RO access")
          .group("stream")
          .since("5.0.0")
          .complexity("O(log(N)+M) with N the number of entries and M of those given")
          .syntax("key start end [COUNT count]")
          .summary("Gives the entries of a stream between two IDs.")
          .build();

  static final CommandSpec XREVRANGE =
      command("xrevrange", -4)
          .flags("readonly")
          .categories("stream")
          .key("RO access")
          .group("stream")
          .since("5.0.0")
          .complexity("O(log(N)+M) with N the number of entries and M of those given")
          .syntax("key end start [COUNT count]")
          .summary("Gives the entries of a stream between two IDs, from the last on.")
          .build();

  static final CommandSpec XREAD =
      command("xread", -4)
          .flags("readonly blocking movablekeys")
          .categories("stream")
          .keys(KeySpec.halfBehind("STREAMS", 1, "RO access"))
          .group("stream")
          .since("5.0.0")
          .complexity(
              "O(log(N)+M) for each stream, with N the number of entries and M of those given")
          .syntax("[COUNT count] [BLOCK milliseconds] STREAMS key [key ...] id [id ...]")
          .summary("Gives the entries of several streams behind given IDs.")
          .build();

  static final CommandSpec XSETID =
      command("xsetid", -3)
          .flags("write denyoom fast")
          .categories("stream")
          .key("RW update")
          .group("stream")
          .since("5.0.0")
          .complexity("O(log(N)) with N the number of entries")
          .syntax("key last-id [ENTRIESADDED entries-added] [MAXDELETEDID max-deleted-id]")
          .summary("Sets what a stream remembers of its IDs.")
          .build();

  static final CommandSpec STREAM =
      command("xinfo|stream", -3)
          .flags("readonly")
          .categories("stream")
          .keys(KeySpec.range(2, 0, 1, "RO access"))
          .group("stream")
          .since("5.0.0")
          .complexity("O(log(N)) with N the number of entries; FULL adds what it gives")
          .syntax("key [FULL [COUNT count]]")
          .summary("Tells about a stream.")
          .build();

  private StreamSpecs() {}
}
