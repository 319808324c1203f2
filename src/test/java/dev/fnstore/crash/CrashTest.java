package dev.fnstore.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.history.Verdict;
import dev.fnstore.history.Verifier;
import dev.fnstore.log.DataFolder;
import dev.fnstore.log.Head;
import dev.fnstore.log.LogStore;
import dev.fnstore.model.Change;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Event;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.ServerProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server under concurrent changes is killed with SIGKILL at a random moment, round after round on
 * one data folder. After each round the log must hold every acknowledged change, whole and in its
 * client's order, and of the unanswered ones a beginning at most; the next server must answer what
 * the events add up to.
 *
 * <p>{@code -Dcrash.rounds=1000} for more rounds, {@code -Dcrash.seed=N} to replay.
 */
final class CrashTest {
  private static final int ROUNDS = Integer.getInteger("crash.rounds", 30);
  private static final long SEED = Long.getLong("crash.seed", System.nanoTime());
  private static final int CLIENTS = 4;
  private static final int LONGEST_ROUND_MS = 400;
  private static final int ROUNDS_BETWEEN_VERIFICATIONS = 10;

  @TempDir Path folder;

  private final Random random = new Random(SEED);
  private final ModelRegistry model = new ModelRegistry();
  private Head head = Head.EMPTY;
  private final Set<Class<?>> acknowledgedKinds = new HashSet<>();
  private long acknowledgedCount;
  private long unansweredButDone;

  @Test
  void shouldKeepEveryAcknowledgedChangeWhole() throws InterruptedException {
    for (int round = 1; round <= ROUNDS; round++) {
      List<CrashClient> clients = runAndKill(round);
      checkLog(round, clients);
      if (round % ROUNDS_BETWEEN_VERIFICATIONS == 0 || round == ROUNDS) {
        verify(round);
        System.out.printf(
            "crash test: %d of %d rounds, seed %d: %d events, %d acknowledged, %d unanswered but"
                + " done%n",
            round, ROUNDS, SEED, head.revision().number(), acknowledgedCount, unansweredButDone);
      }
    }
    try (ServerProcess server = ServerProcess.start(folder)) {
      assertThat(librariesOf(server)).as("seed %d", SEED).isEqualTo(model.libraries());
    }
    assertThat(acknowledgedCount).as("changes acknowledged").isGreaterThan(ROUNDS);
    assertThat(acknowledgedKinds)
        .containsExactlyInAnyOrder(
            Operation.Load.class,
            Operation.Delete.class,
            Operation.Flush.class,
            Operation.Restore.class);
  }

  private List<CrashClient> runAndKill(int round) throws InterruptedException {
    try (ServerProcess server = ServerProcess.start(folder)) {
      assertThat(librariesOf(server))
          .as("round %d, seed %d: what the server recovered", round, SEED)
          .isEqualTo(model.libraries());
      List<CrashClient> clients = new ArrayList<>();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        CrashClient client =
            new CrashClient(server.port(), "round-" + round + "-client-" + i, random.nextLong());
        clients.add(client);
        Thread thread = new Thread(client);
        threads.add(thread);
        thread.start();
      }
      Thread.sleep(random.nextInt(LONGEST_ROUND_MS));
      server.kill();
      for (Thread thread : threads) {
        thread.join();
      }
      return clients;
    }
  }

  private void checkLog(int round, List<CrashClient> clients) {
    Map<Bytes, List<Change>> byClient = new HashMap<>();
    try (DataFolder owned = DataFolder.open(folder);
        LogStore log = LogStore.open(owned)) {
      head =
          log.events()
              .replay(
                  head, log.events().head().revision(), (event, digest) -> note(event, byClient));
    }
    int accountedFor = 0;
    for (CrashClient client : clients) {
      List<Change> changes = byClient.getOrDefault(client.name(), List.of());
      check("round %d, seed %d, %s".formatted(round, SEED, client.name()), client, changes);
      accountedFor += changes.size();
    }
    assertThat(byClient.values().stream().mapToInt(List::size).sum())
        .as("round %d, seed %d: events that nobody asked for", round, SEED)
        .isEqualTo(accountedFor);
  }

  private void note(Event event, Map<Bytes, List<Change>> byClient) {
    model.apply(event.change());
    byClient
        .computeIfAbsent(event.actor().clientName(), name -> new ArrayList<>())
        .add(event.change());
  }

  private void check(String where, CrashClient client, List<Change> changes) {
    assertThat(client.unexpected()).as(where).isEmpty();
    List<Operation> acknowledged = client.acknowledged();
    assertThat(changes.size())
        .as("%s: events, of %d acknowledged changes", where, acknowledged.size())
        .isGreaterThanOrEqualTo(acknowledged.size());
    for (int i = 0; i < acknowledged.size(); i++) {
      assertThat(acknowledged.get(i).isDoneBy(changes.get(i)))
          .as("%s: acknowledged change %d is whole: %s", where, i, changes.get(i))
          .isTrue();
    }
    checkUnanswered(where, client.inFlight(), changes.subList(acknowledged.size(), changes.size()));
    acknowledgedCount += acknowledged.size();
    acknowledged.forEach(operation -> acknowledgedKinds.add(operation.getClass()));
    unansweredButDone += changes.size() - acknowledged.size();
  }

  /** Of what was not answered some may be done, each whole and in order; some may be refused. */
  private static void checkUnanswered(
      String where, List<Operation> inFlight, List<Change> changes) {
    int next = 0;
    for (Change change : changes) {
      while (next < inFlight.size() && !inFlight.get(next).isDoneBy(change)) {
        next++;
      }
      assertThat(next)
          .as("%s: an event of none of its requests: %s", where, change)
          .isLessThan(inFlight.size());
      next++;
    }
  }

  private void verify(int round) {
    try (DataFolder owned = DataFolder.open(folder);
        LogStore log = LogStore.open(owned)) {
      Verdict verdict = Verifier.verify(log);
      assertThat(verdict.reason()).as("round %d, seed %d", round, SEED).isEmpty();
      assertThat(verdict.head()).isEqualTo(head);
    }
  }

  private static SortedMap<Bytes, Digest> librariesOf(ServerProcess server) {
    try (RespConnection connection = server.connect().resp3()) {
      SortedMap<Bytes, Digest> libraries = new TreeMap<>();
      Reply.Array list = (Reply.Array) connection.call("FUNCTION", "LIST", "WITHCODE");
      for (Reply item : list.items()) {
        List<Reply.Entry> entries = ((Reply.Dictionary) item).entries();
        libraries.put(
            ((Reply.Bulk) entries.get(0).value()).value(),
            Digest.of(((Reply.Bulk) entries.get(3).value()).value()));
      }
      return libraries;
    }
  }
}
