package dev.fnstore.keyspace;

import dev.fnstore.command.CommandFlag;
import dev.fnstore.command.CommandSpec;
import java.util.List;
import java.util.stream.Stream;

/** All commands on the embedded data. */
public final class DataCommands {
  private DataCommands() {}

  public static List<DataCommand> all() {
    return Stream.of(
            StringCommands.all(),
            StringPartCommands.all(),
            BitCommands.all(),
            GenericCommands.all(),
            ExpiryCommands.all(),
            HashCommands.all(),
            ListCommands.all(),
            ListMoveCommands.all(),
            ListWaits.all(),
            SetCommands.all(),
            SetAlgebra.all(),
            SortedSetCommands.all(),
            SortedSetRanges.all(),
            SortedSetPicks.all(),
            SortedSetWaits.all(),
            SortedSetAlgebra.all(),
            StreamCommands.all(),
            StreamReads.all(),
            GroupCommands.all(),
            ClaimCommands.all(),
            SortCommands.all(),
            ServerCommands.all())
        .flatMap(List::stream)
        .map(DataCommands::ready)
        .toList();
  }

  /** The subcommands of OBJECT. */
  public static List<DataCommand> object() {
    return ObjectCommands.all().stream().map(DataCommands::ready).toList();
  }

  /** The subcommands of XGROUP. */
  public static List<DataCommand> xgroup() {
    return GroupCommands.subcommands().stream().map(DataCommands::ready).toList();
  }

  /** The subcommands of XINFO. */
  public static List<DataCommand> xinfo() {
    return StreamInfo.subcommands().stream().map(DataCommands::ready).toList();
  }

  /** MEMORY USAGE. */
  public static DataCommand memoryUsage() {
    return ready(new DataCommand(ObjectSpecs.MEMORY_USAGE, ObjectCommands::memoryUsage));
  }

  /** The one place where a {@link CommandError} becomes its reply. */
  private static DataCommand ready(DataCommand command) {
    CommandSpec spec = command.spec();
    boolean reads = spec.has(CommandFlag.READONLY) || spec.name().equals("getdel");
    Handler handler = command.handler();
    return new DataCommand(
        spec,
        call -> {
          call.keyspace().countLookups(reads);
          try {
            return handler.run(call);
          } catch (CommandError error) {
            return error.reply();
          }
        },
        command.mayWait() ? harmless(command.waits()) : Waits.NEVER);
  }

  /** Whatever is wrong with a call is for it to tell when it is run. */
  private static Waits harmless(Waits waits) {
    return call -> {
      try {
        return waits.of(call);
      } catch (CommandError error) {
        return null;
      }
    };
  }
}
