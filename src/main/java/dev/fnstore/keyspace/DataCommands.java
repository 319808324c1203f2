package dev.fnstore.keyspace;

import java.util.List;
import java.util.stream.Stream;

/** All commands on the embedded data. */
public final class DataCommands {
  private DataCommands() {}

  public static List<DataCommand> all() {
    return Stream.of(
            StringCommands.all(),
            GenericCommands.all(),
            ExpiryCommands.all(),
            HashCommands.all(),
            ListCommands.all(),
            SetCommands.all(),
            SortedSetCommands.all(),
            SortedSetRanges.all(),
            ServerCommands.all())
        .flatMap(List::stream)
        .map(command -> new DataCommand(command.spec(), guarded(command.handler())))
        .toList();
  }

  /** The one place where a {@link CommandError} becomes its reply. */
  private static Handler guarded(Handler handler) {
    return call -> {
      try {
        return handler.run(call);
      } catch (CommandError error) {
        return error.reply();
      }
    };
  }
}
