package dev.fnstore.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.json.ReplyJson;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.ServerProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A subscriber that catches up whenever it connects handles each event exactly once, in order,
 * while the server ends again and again at random moments, most times by SIGKILL; and nobody is
 * ever told of an event that is not in the log afterwards.
 *
 * <p>{@code -Dcrash.subscriber.rounds=N} for more rounds, {@code -Dcrash.seed=N} to replay.
 */
final class SubscriberTest {
  private static final int ROUNDS = Integer.getInteger("crash.subscriber.rounds", 20);
  private static final long SEED = Long.getLong("crash.seed", System.nanoTime());
  private static final int CLIENTS = 3;
  private static final int LONGEST_ROUND_MS = 400;
  private static final int MOST_TOLD = 100;
  private static final int MOST_MISSED = 5;
  private static final int ROUNDS_BETWEEN_CLEAN_ENDS = 5;
  private static final int SHORTEST_PAGE = 20;
  private static final int PAGE = 200;

  @TempDir Path folder;

  private final Random random = new Random(SEED);
  private final Subscriber subscriber = new Subscriber();

  @Test
  void shouldHandleEachEventExactlyOnce() throws InterruptedException {
    for (int round = 1; round <= ROUNDS; round++) {
      run(round);
      assertThat(subscriber.problems()).as("round %d, seed %d", round, SEED).isEmpty();
    }
    List<String> log = new ArrayList<>();
    try (ServerProcess server = ServerProcess.start(folder);
        RespConnection connection = server.connect().resp3()) {
      subscriber.catchUp(connection, PAGE);
      readLog(connection, log);
    }
    System.out.printf(
        "subscriber test, seed %d: %d events in %d rounds, %d handled from the feed, %d from the"
            + " log, %d told of twice%n",
        SEED,
        log.size(),
        ROUNDS,
        subscriber.fromFeed(),
        subscriber.fromLog(),
        subscriber.told().size() - subscriber.fromFeed());
    check(log);
    assertThat(subscriber.fromFeed()).as("seed %d", SEED).isGreaterThanOrEqualTo(ROUNDS / 2);
    assertThat(subscriber.fromLog()).as("seed %d", SEED).isGreaterThanOrEqualTo(ROUNDS);
  }

  private void run(int round) throws InterruptedException {
    try (ServerProcess server = ServerProcess.start(folder)) {
      changeUnseen(server, round);
      int page = SHORTEST_PAGE + random.nextInt(PAGE);
      CountDownLatch told = new CountDownLatch(1 + random.nextInt(MOST_TOLD));
      Thread following = start(() -> subscriber.follow(server.port(), page, told), "subscriber");
      List<CrashClient> clients = new ArrayList<>();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        CrashClient client =
            new CrashClient(server.port(), "round-" + round + "-client-" + i, random.nextLong());
        clients.add(client);
        threads.add(start(client, client.name().toText()));
      }
      if (round % 2 == 0) {
        Thread.sleep(random.nextInt(LONGEST_ROUND_MS));
      } else {
        assertThat(told.await(2, TimeUnit.MINUTES)).as("round %d, seed %d", round, SEED).isTrue();
      }
      if (round % ROUNDS_BETWEEN_CLEAN_ENDS == 0) {
        var unused = server.terminate();
      } else {
        server.kill();
      }
      following.join();
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(clients)
          .as("round %d, seed %d", round, SEED)
          .allMatch(client -> client.unexpected().isEmpty());
    }
  }

  private static Thread start(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.start();
    return thread;
  }

  /** Before the subscriber comes back: what it can only read in the log. */
  private void changeUnseen(ServerProcess server, int round) {
    try (RespConnection connection = server.connect()) {
      for (int i = random.nextInt(MOST_MISSED); i >= 0; i--) {
        String source =
            "#!lua name=unseen\n-- %d %d\nserver.register_function('unseen', function() end)"
                .formatted(round, i);
        assertThat(connection.call("FUNCTION", "LOAD", "REPLACE", source))
            .isEqualTo(Reply.bulk("unseen"));
      }
    }
  }

  private static void readLog(RespConnection connection, List<String> log) {
    List<Reply> page;
    do {
      page =
          ((Reply.Array) connection.call("FUNCTION", "LOG", "AFTER", log.size(), "LIMIT", PAGE))
              .items();
      page.forEach(entry -> log.add(ReplyJson.write(entry)));
    } while (!page.isEmpty());
  }

  private void check(List<String> log) {
    assertThat(subscriber.problems()).as("seed %d", SEED).isEmpty();
    List<Long> revisions = LongStream.rangeClosed(1, log.size()).boxed().toList();
    assertThat(log.stream().map(Subscriber::revisionOf).toList())
        .as("seed %d", SEED)
        .isEqualTo(revisions);
    assertThat(subscriber.handled().stream().map(Subscriber::revisionOf).toList())
        .as("seed %d", SEED)
        .isEqualTo(revisions);
    for (int i = 0; i < log.size(); i++) {
      assertThat(subscriber.handled().get(i)).as("seed %d", SEED).isEqualTo(log.get(i));
    }
    for (String message : subscriber.told()) {
      int revision = Math.toIntExact(Subscriber.revisionOf(message));
      assertThat(revision).as("seed %d", SEED).isLessThanOrEqualTo(log.size());
      assertThat(message).as("seed %d", SEED).isEqualTo(log.get(revision - 1));
    }
  }
}
