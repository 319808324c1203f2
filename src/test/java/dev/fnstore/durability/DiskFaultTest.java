package dev.fnstore.durability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.durability.Acknowledgements.Acknowledgement;
import dev.fnstore.model.Event;
import dev.fnstore.testing.Folders;
import dev.fnstore.testing.ServerProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * From some call on, writes or syncs beneath RocksDB fail with EIO or ENOSPC. What cannot be put on
 * disk is not acknowledged, and nothing after it; the server closes its connections and ends with a
 * message that says what to do. On a disk that works again everything acknowledged is there.
 *
 * <p>{@code -Ddurability.seed=N} to replay.
 */
final class DiskFaultTest {
  private static final long SEED = Long.getLong("durability.seed", System.nanoTime());
  private static final int FAILED = 70;
  private static final int CANNOT_START = 1;
  private static final int CLIENTS = 3;
  private static final int CHANGES_EACH = 2000;
  private static final int CALLS_BEFORE_THE_FAULT = 60;

  @TempDir Path folder;

  private final Random random = new Random(SEED);

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of("sync: EIO", Shim.EIO, Shim.SYNCS, Shim.WRITE_AHEAD_LOGS),
        Arguments.of("sync: ENOSPC", Shim.ENOSPC, Shim.SYNCS, Shim.WRITE_AHEAD_LOGS),
        Arguments.of("write: EIO", Shim.EIO, Shim.WRITES, Shim.WRITE_AHEAD_LOGS),
        Arguments.of("write: ENOSPC", Shim.ENOSPC, Shim.WRITES, Shim.WRITE_AHEAD_LOGS));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void shouldAcknowledgeNothingAfterAFault(String name, int error, int calls, int files)
      throws InterruptedException {
    Shim shim = Shim.before(folder.resolve("disk"), folder.resolve("shim"));
    Path data = folder.resolve("disk/data");
    List<ChangeClient> clients = new ArrayList<>();
    try (ServerProcess server = ServerProcess.start(data, shim.environment())) {
      shim.failCalls(error, calls, files, random.nextInt(CALLS_BEFORE_THE_FAULT));
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(
            new ChangeClient(
                server.port(), "client-" + i, random.nextLong(), CHANGES_EACH, 3, 800));
      }
      ChangeClient.runAll(clients);
      assertThat(server.awaitExit()).as("%s, seed %d: exit code", name, SEED).isEqualTo(FAILED);
      assertThat(server.output())
          .as("%s, seed %d", name, SEED)
          .contains("fnstore: cannot write to the event log in " + data)
          .contains("Make room or repair the disk, then start again.");
    }
    assertThat(shim.failures()).as("calls that failed").isPositive();
    clients.forEach(
        client ->
            assertThat(client.asked().size())
                .as("the server closed the connection of %s", client.name())
                .isLessThan(CHANGES_EACH));
    checkReplies(name, shim.notes(), clients);
    checkLog(name, data, clients);
  }

  /** In the order of calls: every acknowledgement has its sync, those around the fault too. */
  private static void checkReplies(String name, List<Note> notes, List<ChangeClient> clients) {
    List<Acknowledgement> acknowledgements = Acknowledgements.in(notes, clients);
    assertThat(SyncedChanges.tooEarly(notes, acknowledgements))
        .as("%s, seed %d", name, SEED)
        .isEmpty();
  }

  private static void checkLog(String name, Path data, List<ChangeClient> clients) {
    Set<String> tokens = new HashSet<>();
    List<Event> events = StoreContents.read(data).events();
    events.forEach(event -> tokens.add(event.actor().clientName().toText()));
    for (ChangeClient client : clients) {
      for (Asked change : client.acknowledged()) {
        assertThat(tokens).as("%s, seed %d: acknowledged", name, SEED).contains(change.token());
      }
      for (Event event : events) {
        assertThat(
                client.asked().stream()
                    .filter(asked -> event.actor().clientName().toText().equals(asked.token()))
                    .allMatch(asked -> asked.isDoneBy(event)))
            .as("%s, seed %d: event %s is whole", name, SEED, event)
            .isTrue();
      }
    }
  }

  static Stream<Arguments> startFaults() {
    return Stream.of(
        Arguments.of("table write: EIO", Shim.EIO, Shim.WRITES, Shim.TABLES),
        Arguments.of("table write: ENOSPC", Shim.ENOSPC, Shim.WRITES, Shim.TABLES),
        Arguments.of("table sync: EIO", Shim.EIO, Shim.SYNCS, Shim.TABLES),
        Arguments.of("manifest write: ENOSPC", Shim.ENOSPC, Shim.WRITES, Shim.MANIFESTS),
        Arguments.of("manifest sync: EIO", Shim.EIO, Shim.SYNCS, Shim.MANIFESTS),
        Arguments.of("any creation: ENOSPC", Shim.ENOSPC, Shim.CREATIONS, Shim.ALL_FILES));
  }

  /** A start moves the log into tables: what fails then must not cost anything either. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("startFaults")
  void shouldRefuseToStartAndLoseNothing(String name, int error, int calls, int files) {
    Shim shim = Shim.before(folder.resolve("disk"), folder.resolve("shim"));
    Path data = folder.resolve("disk/data");
    new StoreMaker(data, SEED).change(40, 300);
    Path copy = folder.resolve("copy");
    Folders.copy(data, copy);
    StoreContents before = StoreContents.read(copy);

    shim.failCalls(error, calls, files, 0);
    try (ServerProcess server = ServerProcess.launch(data, shim.environment())) {
      assertThat(server.awaitExit())
          .as("%s, seed %d: %s", name, SEED, server.output())
          .isEqualTo(CANNOT_START);
      assertThat(server.output())
          .as("%s, seed %d", name, SEED)
          .contains("fnstore: ")
          .contains(data.toString())
          .contains("ake room");
    }
    assertThat(shim.failures()).as("calls that failed").isPositive();
    assertThat(StoreContents.read(data)).as("%s, seed %d", name, SEED).isEqualTo(before);
  }

  /** The very first start may leave anything behind but an end to all later ones. */
  @Test
  void shouldMakeItsStoreAfterAFailedAttempt() {
    for (int stillSucceeding = 0; stillSucceeding < 12; stillSucceeding += 3) {
      Shim shim =
          Shim.before(
              folder.resolve("disk-" + stillSucceeding), folder.resolve("shim-" + stillSucceeding));
      Path data = folder.resolve("disk-" + stillSucceeding + "/data");
      shim.failCalls(
          Shim.ENOSPC, Shim.WRITES | Shim.SYNCS | Shim.CREATIONS, Shim.ALL_FILES, stillSucceeding);
      try (ServerProcess server = ServerProcess.launch(data, shim.environment())) {
        assertThat(server.awaitExit()).as(server.output()).isEqualTo(CANNOT_START);
        assertThat(server.output()).contains("fnstore: ").contains("--data-dir");
      }
      assertThat(StoreContents.read(data).events()).isEmpty();
    }
  }
}
