package dev.fnstore.durability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.durability.DiskModel.Tails;
import dev.fnstore.durability.TransferReplies.Acknowledged;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.StartException;
import dev.fnstore.testing.Bank;
import dev.fnstore.testing.Folders;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.ServerProcess;
import dev.fnstore.testing.TestServer;
import dev.fnstore.testing.TransferClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Functions move money between accounts, with {@code data-fsync always}, then {@code everysec},
 * then {@code always} again, and each time their server is killed and recovers; all that it does to
 * its disk is noted. Then the power is cut, at many moments of this, in the model of {@link
 * DiskModel}, and a server starts on what is left. It has a beginning of all transfers that ever
 * reached the disk, each of them whole; and those that were acknowledged by then, all with {@code
 * always}, with {@code everysec} those that were a second old when the last sync began, of which
 * there is one a second.
 *
 * <p>With {@code everysec} another client writes so much beside them that several write-ahead logs
 * are not synced at a time.
 *
 * <p>{@code -Ddurability.cuts=N} for more, {@code -Ddurability.seed=N} to replay.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class KeysPowerLossTest {
  private static final long SEED = Long.getLong("durability.seed", System.nanoTime());
  private static final int CUTS = Integer.getInteger("durability.cuts", 100);
  private static final int CUTS_IN_EACH_START = 8;
  private static final List<Tails> ALL_TAILS = List.of(Tails.values());
  private static final int CLIENTS = 3;
  private static final long PAUSE_MS = 3;
  private static final int FILLERS = 20;
  private static final int FILLER_BYTES = 20_000;
  private static final long KEPT_BACK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int LEAST_SYNCS = 3;

  @TempDir Path folder;

  private final Random random = new Random(SEED);
  private final List<Run> runs = new ArrayList<>();
  private final Map<Tails, Integer> cuts = new EnumMap<>(Tails.class);
  private List<String> finallyNoted = List.of();
  private List<SyncOfLogs> syncs = List.of();
  private int refused;
  private int mostLogs;
  private long acknowledgedAndGone;
  private long promisedOfEverySec;

  /**
   * A server from its start to its end.
   *
   * @param before how many transfers of the clients of earlier runs it had when it had started
   */
  private record Run(String fsync, List<TransferClient> clients, Map<String, Long> before) {
    boolean isAwaited() {
      return fsync.equals("always");
    }
  }

  @Test
  void shouldKeepWhatIsPromised() throws InterruptedException, IOException {
    Shim shim = Shim.before(folder.resolve("disk"), folder.resolve("shim"));
    run(shim, "always", 600);
    run(shim, "everysec", 4500);
    run(shim, "always", 600);
    try (TestServer server = TestServer.start(folder.resolve("disk/data"));
        RespConnection connection = server.connect()) {
      finallyNoted = noted(connection);
    }

    List<Note> notes = shim.notes();
    List<Acknowledged> acknowledged = TransferReplies.in(notes, clients());
    assertThat(acknowledged).as("seed %d", SEED).hasSizeGreaterThan(runs.size() * CLIENTS);
    syncs = SyncOfLogs.in(notes, "data/keys/");
    assertThat(syncsOfEverySec(acknowledged))
        .as("seed %d", SEED)
        .isGreaterThanOrEqualTo(LEAST_SYNCS);
    NavigableSet<Integer> moments = moments(notes, acknowledged);
    DiskModel.follow(
        notes,
        moments,
        (at, disk) ->
            cutPower(at, disk, acknowledged.stream().filter(one -> one.at() <= at).toList()));
    System.out.printf(
        "power loss of keys, seed %d: cuts %s of %d notes, %d with garbage refused; %d transfers,"
            + " and of all cuts %d acknowledged ones of the last seconds of everysec gone%n",
        SEED, cuts, notes.size(), refused, finallyNoted.size(), acknowledgedAndGone);
    assertThat(cuts).containsOnlyKeys(Tails.values());
    assertThat(mostLogs).as("seed %d: logs at a time", SEED).isGreaterThan(2);
    assertThat(promisedOfEverySec).as("seed %d: what a sync covers", SEED).isPositive();
    assertThat(acknowledgedAndGone).as("seed %d: what no sync covers is lost", SEED).isPositive();
  }

  @Test
  void shouldSeeThatAServerDoesNotSync() throws InterruptedException, IOException {
    Shim shim = Shim.before(folder.resolve("disk"), folder.resolve("shim"));
    shim.lie();
    run(shim, "always", 300);

    List<Note> notes = shim.notes();
    DiskModel disk = new DiskModel();
    notes.forEach(disk::follow);
    Path left = Files.createDirectory(folder.resolve("left"));
    disk.cutPower(left, random, Tails.NOTHING);
    assertThat(TransferReplies.in(notes, clients())).isNotEmpty();
    try (TestServer server = TestServer.start(left.resolve("data"));
        RespConnection connection = server.connect()) {
      assertThat(noted(connection)).as("seed %d", SEED).isEmpty();
    }
  }

  private void run(Shim shim, String fsync, long ms) throws InterruptedException {
    try (ServerProcess server =
        ServerProcess.start(
            folder.resolve("disk/data"), shim.environment(), "--config", "data-fsync=" + fsync)) {
      Map<String, Long> before = new HashMap<>();
      try (RespConnection connection = server.connect()) {
        if (runs.isEmpty()) {
          Bank.open(connection);
        }
        clients().forEach(one -> before.put(one.name(), Bank.count(connection, one.name())));
      }
      List<TransferClient> clients = new ArrayList<>();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        String name = runs.size() + "-" + i;
        clients.add(new TransferClient(server.port(), name, PAUSE_MS, random.nextLong()));
        threads.add(new Thread(clients.get(i)));
      }
      if (fsync.equals("everysec")) {
        threads.add(new Thread(() -> fill(server.port())));
      }
      runs.add(new Run(fsync, clients, before));
      threads.forEach(Thread::start);
      Thread.sleep(ms);
      server.kill();
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(clients).as("seed %d", SEED).allMatch(client -> client.unexpected().isEmpty());
    }
  }

  private static void fill(int port) {
    String value = "x".repeat(FILLER_BYTES);
    try (RespConnection connection = RespConnection.open(port)) {
      for (int i = 0; !Thread.interrupted(); i = (i + 1) % FILLERS) {
        connection.call("SET", "filler:" + i, value);
        Thread.sleep(PAUSE_MS);
      }
    } catch (UncheckedIOException e) {
      // The server was killed.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<TransferClient> clients() {
    return runs.stream().flatMap(run -> run.clients().stream()).toList();
  }

  private static List<String> noted(RespConnection connection) {
    return ((Reply.Array) connection.call("LRANGE", "log", 0, -1))
        .items().stream().map(element -> ((Reply.Bulk) element).value().toText()).toList();
  }

  /** So many while its clients were served, who were for four seconds and a half. */
  private long syncsOfEverySec(List<Acknowledged> acknowledged) {
    List<Integer> served =
        acknowledged.stream()
            .filter(
                one ->
                    runs.stream()
                        .anyMatch(run -> !run.isAwaited() && run.clients().contains(one.client())))
            .map(Acknowledged::at)
            .toList();
    return syncs.stream()
        .filter(sync -> sync.begin() > served.get(0))
        .filter(sync -> sync.end() < served.get(served.size() - 1))
        .count();
  }

  /** Of each start; and, while a server serves, moments right after acknowledgements, and any. */
  private NavigableSet<Integer> moments(List<Note> notes, List<Acknowledged> acknowledged) {
    NavigableSet<Integer> starts = new TreeSet<>();
    List<Integer> inService = new ArrayList<>();
    boolean isServing = true; // a start has many processes
    for (int at = 0; at < notes.size(); at++) {
      if (isServing && notes.get(at).kind() == Note.Kind.STARTED) {
        int listening = at;
        while (notes.get(listening).kind() != Note.Kind.SENT) {
          listening++;
        }
        random.ints(CUTS_IN_EACH_START, at, listening).forEach(starts::add);
        isServing = false;
      }
      isServing |= notes.get(at).kind() == Note.Kind.SENT;
      if (isServing) {
        inService.add(at);
      }
    }
    NavigableSet<Integer> moments = new TreeSet<>();
    while (moments.size() < CUTS) {
      moments.add(
          random.nextBoolean()
              ? inService.get(random.nextInt(inService.size()))
              : acknowledged.get(random.nextInt(acknowledged.size())).at());
    }
    moments.addAll(starts);
    return moments;
  }

  private void cutPower(int at, DiskModel disk, List<Acknowledged> acknowledged)
      throws IOException {
    Tails tails = ALL_TAILS.get(random.nextInt(ALL_TAILS.size()));
    cuts.merge(tails, 1, Integer::sum);
    String where = "seed %d, note %d, unsynced bytes: %s".formatted(SEED, at, tails);
    Path left = Files.createDirectory(folder.resolve("left"));
    disk.cutPower(left, random, tails);
    mostLogs = Math.max(mostLogs, logs(left.resolve("data/keys")));
    try (TestServer server = TestServer.start(left.resolve("data"));
        RespConnection connection = server.connect()) {
      check(where, connection, promised(at, acknowledged), acknowledged);
    } catch (StartException e) {
      // Of the event log, or of a MANIFEST, of which it cannot be told from damage.
      assertThat(tails).as("%s: %s", where, e.getMessage()).isEqualTo(Tails.GARBAGE);
      assertThat(e.getMessage()).as(where).containsPattern("the event log|MANIFEST");
      refused++;
    }
    Folders.delete(left);
  }

  private static int logs(Path keys) throws IOException {
    if (!Files.isDirectory(keys)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(keys)) {
      return (int) files.filter(file -> file.toString().endsWith(".log")).count();
    }
  }

  private void check(
      String where,
      RespConnection connection,
      Map<String, Long> promised,
      List<Acknowledged> acknowledged) {
    List<String> noted = noted(connection);
    if (Bank.isOpen(connection)) {
      Bank.check(where, connection);
    } else {
      assertThat(acknowledged).as(where + ": what was done at no bank").isEmpty();
      assertThat(connection.call("DBSIZE")).as(where).isEqualTo(Reply.of(0));
    }
    assertThat(noted)
        .as(where + ": a beginning of all")
        .isEqualTo(finallyNoted.subList(0, Math.min(noted.size(), finallyNoted.size())));
    for (TransferClient client : clients()) {
      long there = noted.stream().filter(one -> one.startsWith(client.name() + " ")).count();
      assertThat(Bank.count(connection, client.name()))
          .as(where + ": counted and noted of " + client.name())
          .isEqualTo(there);
      assertThat(there)
          .as(where + ": transfers of " + client.name())
          .isGreaterThanOrEqualTo(promised.getOrDefault(client.name(), 0L));
    }
    acknowledgedAndGone += Math.max(0, acknowledged.size() - noted.size());
  }

  /** How many transfers of each client must be there where these were acknowledged. */
  private Map<String, Long> promised(int at, List<Acknowledged> acknowledged) {
    Map<String, Long> promised = new HashMap<>();
    for (Run run : runs) {
      List<Acknowledged> ofRun =
          acknowledged.stream().filter(one -> run.clients().contains(one.client())).toList();
      for (Acknowledged one : run.isAwaited() ? ofRun : synced(at, ofRun)) {
        promised.merge(one.client().name(), one.number(), Math::max);
        run.before().forEach((name, count) -> promised.merge(name, count, Math::max));
      }
    }
    return promised;
  }

  /** Those of one run that a sync covers for sure; what was lost with its process is not. */
  private List<Acknowledged> synced(int at, List<Acknowledged> ofRun) {
    if (ofRun.isEmpty()) {
      return List.of();
    }
    int end = Math.min(at, ofRun.get(ofRun.size() - 1).at());
    int synced = SyncOfLogs.lastBegin(syncs, end);
    List<Acknowledged> before = ofRun.stream().filter(one -> one.at() < synced).toList();
    if (before.isEmpty()) {
      return List.of();
    }
    long syncedNanos = nanos(before.get(before.size() - 1));
    List<Acknowledged> covered =
        before.stream().filter(one -> syncedNanos - nanos(one) > KEPT_BACK_NANOS).toList();
    promisedOfEverySec += covered.size();
    return covered;
  }

  private static long nanos(Acknowledged one) {
    return one.client().acknowledgedNanos(one.number());
  }
}
