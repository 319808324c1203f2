package dev.fnstore.keyspace;

import static dev.fnstore.command.CommandSpec.command;

import dev.fnstore.command.CommandSpec;
import dev.fnstore.command.KeySpec;

/** What the commands on consumer groups of streams are, see {@link GroupCommands}. */
final class StreamGroupSpecs {
  static final CommandSpec XREADGROUP =
      command("xreadgroup", -7)
          .flags("write blocking movablekeys")
          .categories("stream")
          .keys(KeySpec.halfBehind("STREAMS", 4, "RO access"))
          .group("stream")
          .since("5.0.0")
          .complexity("O(log(N)+M*log(P)) for each stream, with N entries, M given and P pending")
          .syntax(
              "GROUP group consumer [COUNT count] [BLOCK milliseconds] [NOACK] STREAMS key [key ...] id [id ...]")
          .summary("Gives a consumer entries of several streams and keeps them as pending.")
          .build();

  static final CommandSpec XACK =
      command("xack", -4)
          .flags("write fast")
          .categories("stream")
          .key("RW update")
          .group("stream")
          .since("5.0.0")
          .complexity("O(N*log(P)) with N the number of IDs and P what is pending")
          .syntax("key group id [id ...]")
          .summary("Takes entries off what is pending in a group.")
          .build();

  static final CommandSpec XPENDING =
      command("xpending", -3)
          .flags("readonly")
          .categories("stream")
          .key("RO access")
          .tips("nondeterministic_output")
          .group("stream")
          .since("5.0.0")
          .complexity("O(log(P)+N) with P what is pending and N the number looked at")
          .syntax("key group [[IDLE min-idle-time] start end count [consumer]]")
          .summary("Tells what is pending in a group.")
          .build();

  static final CommandSpec XCLAIM =
      command("xclaim", -6)
          .flags("write fast")
          .categories("stream")
          .key("RW update")
          .tips("nondeterministic_output")
          .group("stream")
          .since("5.0.0")
          .complexity("O(N*log(P)) with N the number of IDs and P what is pending")
          .syntax(
              "key group consumer min-idle-time id [id ...] [IDLE milliseconds] [TIME unix-time-milliseconds] [RETRYCOUNT count] [FORCE] [JUSTID] [LASTID lastid]")
          .summary("Gives pending entries to another consumer.")
          .build();

  static final CommandSpec XAUTOCLAIM =
      command("xautoclaim", -6)
          .flags("write fast")
          .categories("stream")
          .key("RW delete")
          .tips("nondeterministic_output")
          .group("stream")
          .since("6.2.0")
          .complexity("O(N*log(P)) with N at most ten times COUNT and P what is pending")
          .syntax("key group consumer min-idle-time start [COUNT count] [JUSTID]")
          .summary("Gives entries that are pending for long to another consumer.")
          .build();

  static final CommandSpec CREATE =
      command("xgroup|create", -5)
          .flags("write denyoom")
          .categories("stream")
          .keys(KeySpec.range(2, 0, 1, "RW insert"))
          .group("stream")
          .since("5.0.0")
          .complexity("O(log(N)) with N the number of groups")
          .syntax("key group <id|$> [MKSTREAM] [ENTRIESREAD entries-read]")
          .summary("Adds a group to a stream.")
          .build();

  static final CommandSpec CREATECONSUMER =
      command("xgroup|createconsumer", 5)
          .flags("write denyoom")
          .categories("stream")
          .keys(KeySpec.range(2, 0, 1, "RW insert"))
          .group("stream")
          .since("6.2.0")
          .complexity("O(log(N)) with N the number of consumers")
          .syntax("key group consumer")
          .summary("Adds a consumer to a group.")
          .build();

  static final CommandSpec DELCONSUMER =
      command("xgroup|delconsumer", 5)
          .flags("write")
          .categories("stream")
          .keys(KeySpec.range(2, 0, 1, "RW delete"))
          .group("stream")
          .since("5.0.0")
          .complexity("O(N*log(P)) with N what is pending for it and P in the group")
          .syntax("key group consumer")
          .summary("Removes a consumer, with what is pending for it.")
          .build();

  static final CommandSpec DESTROY =
      command("xgroup|destroy", 4)
          .flags("write")
          .categories("stream")
          .keys(KeySpec.range(2, 0, 1, "RW delete"))
          .group("stream")
          .since("5.0.0")
          .complexity("O(log(N)) with N the number of groups")
          .syntax("key group")
          .summary("Removes a group.")
          .build();

  static final CommandSpec SETID =
      command("xgroup|setid", -5)
          .flags("write")
          .categories("stream")
          .keys(KeySpec.range(2, 0, 1, "RW update"))
          .group("stream")
          .since("5.0.0")
          .complexity("O(log(N)) with N the number of groups")
          .syntax("key group <id|$> [ENTRIESREAD entries-read]")
          .summary("Sets the ID that a group has read up to.")
          .build();

  static final CommandSpec GROUPS =
      command("xinfo|groups", 3)
          .flags("readonly")
          .categories("stream")
          .keys(KeySpec.range(2, 0, 1, "RO access"))
          .group("stream")
          .since("5.0.0")
          .complexity("O(N) with N the number of groups")
          .syntax("key")
          .summary("Tells about the groups of a stream.")
          .build();

  static final CommandSpec CONSUMERS =
      command("xinfo|consumers", 4)
          .flags("readonly")
          .categories("stream")
          .keys(KeySpec.range(2, 0, 1, "RO access"))
          .tips("nondeterministic_output")
          .group("stream")
          .since("5.0.0")
          .complexity("O(N) with N the number of consumers")
          .syntax("key group")
          .summary("Tells about the consumers of a group.")
          .build();

  private StreamGroupSpecs() {}
}
