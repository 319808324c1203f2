package dev.fnstore.server.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.acl.Accounts;
import dev.fnstore.acl.CommandCatalog;
import dev.fnstore.acl.UserRules;
import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.keyspace.DataCommands;
import dev.fnstore.keyspace.KeyWait;
import dev.fnstore.keyspace.ValueType;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Call;
import dev.fnstore.server.dispatch.Client;
import dev.fnstore.server.dispatch.Command;
import dev.fnstore.server.dispatch.PendingWait;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class BlockedClientsTest {
  private static final int WAITS = 5_000_000;
  private static final long END_MS = 1000;

  private final BlockedClients blocked = new BlockedClients((database, key, wait, nowMs) -> true);

  /**
   * The executor asked, to know how long it may sleep, while an event loop ended the only wait: it
   * ended with it, and the server with the executor.
   */
  @Test
  void shouldSayWhenTheNextWaitEndsWhileOthersEnd() {
    PendingWait wait = waitUntil(END_MS);
    CompletableFuture<Void> others =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < WAITS; i++) {
                blocked.add(wait, new Patient());
                blocked.forget(wait.client());
              }
            });
    while (!others.isDone()) {
      assertThat(blocked.nextEndMs().orElse(END_MS)).isEqualTo(END_MS);
    }
    others.join();
    assertThat(blocked.nextEndMs()).isEmpty();
  }

  private static PendingWait waitUntil(long untilMs) {
    CommandSpec spec = DataCommands.all().get(0).spec();
    Bytes address = Bytes.of("127.0.0.1:1");
    Accounts accounts = new Accounts(new UserRules(new NoCommands(), () -> false));
    Client client = Client.connected(1, address, address, true, 0, accounts.defaultAccount());
    Call call = new Call(client, spec, List.of(), 0);
    KeyWait keyWait =
        new KeyWait(List.of(Bytes.of("key")), ValueType.LIST, untilMs, false, List.of());
    return new PendingWait(new Nothing(spec), call, keyWait, 0, 0);
  }

  private record Nothing(CommandSpec spec) implements Command {
    @Override
    public Reply run(Call call) {
      return Reply.OK;
    }
  }

  private record Patient() implements BlockedClients.Waiter {
    @Override
    public boolean runAgain() {
      return false;
    }

    @Override
    public void giveUp(Reply reply) {}
  }

  private static final class NoCommands implements CommandCatalog {
    @Override
    public Optional<CommandSpec> spec(Bytes name) {
      return Optional.empty();
    }

    @Override
    public Collection<CommandSpec> specs() {
      return List.of();
    }
  }
}
