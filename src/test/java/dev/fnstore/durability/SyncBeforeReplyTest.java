package dev.fnstore.durability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.durability.Acknowledgements.Acknowledgement;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.ServerProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Between each change and its reply a sync completes, and it covers the bytes of the change: seen
 * from beneath the server, in the order of its calls. A server that never syncs passes kill -9; it
 * does not pass this, which the second test shows.
 *
 * <p>{@code -Ddurability.seed=N} to replay.
 */
final class SyncBeforeReplyTest {
  private static final long SEED = Long.getLong("durability.seed", System.nanoTime());
  private static final int CLIENTS = 4;
  private static final int CHANGES_ALONE = 60;
  private static final int CHANGES_EACH = 60;

  @TempDir Path folder;

  @Test
  void shouldSyncEachChangeBeforeItsReply() throws InterruptedException {
    Shim shim = Shim.before(folder.resolve("disk"), folder.resolve("shim"));
    List<ChangeClient> clients = run(shim);

    List<Note> notes = shim.notes();
    List<Acknowledgement> acknowledgements = Acknowledgements.in(notes, clients);
    assertThat(acknowledgements)
        .as("seed %d: what the clients were told is what was seen to be sent", SEED)
        .extracting(Acknowledgement::change)
        .containsExactlyInAnyOrderElementsOf(
            clients.stream().flatMap(client -> client.acknowledged().stream()).toList())
        .hasSizeGreaterThan(CHANGES_ALONE);
    assertThat(acknowledgements)
        .extracting(acknowledgement -> acknowledgement.change().words().get(1))
        .contains("LOAD", "DELETE", "FLUSH", "RESTORE");
    assertThat(SyncedChanges.tooEarly(notes, acknowledgements)).as("seed %d", SEED).isEmpty();
  }

  @Test
  void shouldSeeThatAServerDoesNotSync() throws InterruptedException {
    Shim shim = Shim.before(folder.resolve("disk"), folder.resolve("shim"));
    shim.lie();
    List<ChangeClient> clients = run(shim);

    List<Note> notes = shim.notes();
    List<Acknowledgement> acknowledgements = Acknowledgements.in(notes, clients);
    assertThat(acknowledgements).hasSizeGreaterThan(CHANGES_ALONE);
    assertThat(SyncedChanges.tooEarly(notes, acknowledgements))
        .as("seed %d", SEED)
        .isEqualTo(acknowledgements);
  }

  /**
   * While others call functions that event loops run, that are left by them to the executor, and
   * that are about as long as the threshold from which event loops answer in the executor's place.
   */
  @Test
  void shouldSyncBeforeItsReplyWhereScriptsAreAboutToBeBusy() throws InterruptedException {
    Shim shim = Shim.before(folder.resolve("disk"), folder.resolve("shim"));
    Random random = new Random(SEED);
    List<ChangeClient> clients = new ArrayList<>();
    List<CallingClient> callers = new ArrayList<>();
    try (ServerProcess server =
            ServerProcess.start(folder.resolve("disk/data"), shim.environment());
        RespConnection admin = server.connect()) {
      for (int i = 0; i < CLIENTS; i++) {
        callers.add(new CallingClient(server.port(), random.nextLong()));
        clients.add(
            new ChangeClient(
                server.port(), "client-" + i, random.nextLong(), CHANGES_EACH, 4, 500));
      }
      List<Thread> changing = clients.stream().map(Thread::new).toList();
      changing.forEach(Thread::start);
      while (clients.stream().anyMatch(client -> !client.isKnown())) {
        Thread.onSpinWait(); // who says its name while a script is busy is told BUSY instead of it
      }
      admin.call("CONFIG", "SET", "busy-reply-threshold", "1");
      List<Thread> calling = callers.stream().map(Thread::new).toList();
      calling.forEach(Thread::start);
      for (Thread thread : changing) {
        thread.join();
      }
      callers.forEach(CallingClient::stop);
      for (Thread thread : calling) {
        thread.join();
      }
    }
    assertThat(callers).allMatch(caller -> caller.answers() > 0);
    assertThat(callers).anyMatch(caller -> caller.called() > 0);
    assertThat(callers.stream().map(CallingClient::wrong).filter(wrong -> !wrong.isEmpty()))
        .as("seed %d", SEED)
        .isEmpty();
    List<Note> notes = shim.notes();
    List<Acknowledgement> acknowledgements = Acknowledgements.in(notes, clients);
    assertThat(acknowledgements)
        .as("seed %d", SEED)
        .extracting(Acknowledgement::change)
        .containsExactlyInAnyOrderElementsOf(
            clients.stream().flatMap(client -> client.acknowledged().stream()).toList())
        .isNotEmpty();
    assertThat(SyncedChanges.tooEarly(notes, acknowledgements)).as("seed %d", SEED).isEmpty();
  }

  /** One client alone, whose changes are committed one by one; then several, in groups. */
  private List<ChangeClient> run(Shim shim) throws InterruptedException {
    Random random = new Random(SEED);
    List<ChangeClient> clients = new ArrayList<>();
    try (ServerProcess server =
        ServerProcess.start(folder.resolve("disk/data"), shim.environment())) {
      clients.add(
          new ChangeClient(server.port(), "alone-0", random.nextLong(), CHANGES_ALONE, 1, 500));
      ChangeClient.runAll(clients);
      List<ChangeClient> together = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        together.add(
            new ChangeClient(
                server.port(), "client-" + i, random.nextLong(), CHANGES_EACH, 4, 2000));
      }
      ChangeClient.runAll(together);
      clients.addAll(together);
    }
    return clients;
  }
}
