package dev.fnstore.server;

import dev.fnstore.command.CommandFlag;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.command.KeySpec;
import dev.fnstore.keyspace.CallerRights;
import dev.fnstore.keyspace.DataCall;
import dev.fnstore.keyspace.DataCommand;
import dev.fnstore.keyspace.KeyWait;
import dev.fnstore.keyspace.Keyspace;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Call;
import dev.fnstore.server.dispatch.Client;
import dev.fnstore.server.dispatch.Command;
import dev.fnstore.server.dispatch.KeyWrites;
import org.jspecify.annotations.Nullable;

/** A command of the keyspace as one of the server. */
final class KeyspaceCommand implements Command {
  private final Keyspace keyspace;
  private final KeyWrites keyWrites;
  private final DataCommand command;

  /** Whether it finds out only while it runs which keys it reads. */
  private final boolean findsKeys;

  private final boolean writes;

  KeyspaceCommand(Keyspace keyspace, KeyWrites keyWrites, DataCommand command) {
    this.keyspace = keyspace;
    this.keyWrites = keyWrites;
    this.writes = command.spec().has(CommandFlag.WRITE);
    this.command = command;
    this.findsKeys =
        command.spec().keySpecs().stream()
            .anyMatch(keySpec -> keySpec.begin() instanceof KeySpec.Unknown);
  }

  @Override
  public CommandSpec spec() {
    return command.spec();
  }

  @Override
  public Reply run(Call call) {
    String failure = writes ? keyWrites.failure() : null;
    return failure == null ? command.handler().run(dataCall(call)) : cannotWrite(failure);
  }

  private static Reply cannotWrite(String failure) {
    return Reply.ErrorReply.of(
        "MISCONF Keys cannot be written to disk: "
            + failure
            + ". Commands that change keys are refused until they can; functions and reads go on."
            + " Make room or mend the disk.");
  }

  /** It is short; but where it is to wait, the executor has to know of it. */
  @Override
  public boolean mayBegin(Call call) {
    return waiting(call) == null;
  }

  @Override
  public @Nullable KeyWait waiting(Call call) {
    return command.mayWait() ? command.waits().of(dataCall(call)) : null;
  }

  private DataCall dataCall(Call call) {
    return new DataCall(
        keyspace,
        call.client().database(),
        call.words(),
        call.nowMs(),
        call.client().protocol(),
        findsKeys ? rights(call) : CallerRights.ALL);
  }

  private static CallerRights rights(Call call) {
    Client client = call.client();
    boolean readsAnyKey =
        client.hasAllRights() || client.account().user().readsAnyKey(call.spec(), call.words());
    return new CallerRights(readsAnyKey, client.isScript());
  }
}
