package dev.fnstore.server.dispatch;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandFlag;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Which requests a {@link Pause} holds back: those that would run, and may not now. */
final class PauseGate {
  private final Pause pause;
  private final CommandTable table;
  private final Access access;
  private final InstantSource clock;

  PauseGate(Pause pause, CommandTable table, Access access, InstantSource clock) {
    this.pause = pause;
    this.table = table;
    this.access = access;
    this.clock = clock;
  }

  /**
   * Whether a request is to wait; by who runs commands.
   *
   * @param words at least one
   */
  boolean holds(Client client, List<Bytes> words) {
    if (pause.isOff() || !(table.find(words) instanceof CommandTable.Known known)) {
      return false;
    }
    Command command = known.command();
    if (!command.spec().takes(words)) {
      return false;
    }
    Call call = new Call(client, command.spec(), words, clock.millis());
    if (!client.hasAllRights() && access.denies(call)) {
      return false; // it is told so at once
    }
    Set<CommandFlag> flags = EnumSet.copyOf(command.effectiveFlags(call));
    Transaction transaction = client.transaction();
    if (transaction != null && command.spec().name().equals("exec")) {
      flags.addAll(transaction.flags());
    }
    return pause.holds(flags, call.nowMs());
  }
}
