package dev.fnstore.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.Bank;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.ServerProcess;
import dev.fnstore.testing.TransferClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Functions move money between accounts, note it in a list and count it, while their server is
 * killed with SIGKILL, round after round on one data folder. After each round no transfer may be
 * there in part: the money is all there, and the list and the counts tell of the same transfers.
 * With {@code always} each acknowledged transfer is there; with {@code everysec} each that was
 * acknowledged a second before the end.
 *
 * <p>{@code -Dcrash.rounds=1000} for more rounds, {@code -Dcrash.seed=N} to replay.
 */
final class TransferCrashTest {
  private static final int ROUNDS = Integer.getInteger("crash.rounds", 30);
  private static final long SEED = Long.getLong("crash.seed", System.nanoTime());
  private static final int CLIENTS = 4;
  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** What is noted is thrown away then, so that later rounds are no longer than early ones. */
  private static final int MOST_NOTED = 300_000;

  /** Of three rounds the third is long enough for {@code everysec} to have something to keep. */
  private static final int LONG_EVERY = 3;

  @TempDir Path folder;

  private final Random random = new Random(SEED);
  private long acknowledged;
  private long lost;
  private long transfers;
  private long thrownAway;

  @Test
  void shouldKeepTransfersWhole() throws InterruptedException {
    Check check = Bank::open;
    for (int round = 1; round <= ROUNDS; round++) {
      boolean isLong = round % LONG_EVERY == 0;
      check = run(round, isLong, check);
      if (round % 50 == 0) {
        System.out.printf("transfers: round %d of %d, seed %d%n", round, ROUNDS, SEED);
      }
    }
    try (ServerProcess server = ServerProcess.start(folder);
        RespConnection connection = server.connect()) {
      check.of(connection);
    }
    System.out.printf(
        "transfers: %d rounds, seed %d: %d acknowledged, %d there, %d of the last second of"
            + " everysec lost%n",
        ROUNDS, SEED, acknowledged, transfers, lost);
    assertThat(acknowledged).isGreaterThan(ROUNDS);
  }

  /** What must hold where a server has started again. */
  private interface Check {
    void of(RespConnection connection);
  }

  /**
   * Starts a server, checks what the round before has left, has it work, and kills it.
   *
   * @return what must hold after that
   */
  private Check run(int round, boolean isLong, Check before) throws InterruptedException {
    String fsync = isLong ? "everysec" : "always";
    List<TransferClient> clients = new ArrayList<>();
    long killedNanos;
    try (ServerProcess server = ServerProcess.start(folder, "--config", "data-fsync=" + fsync)) {
      try (RespConnection connection = server.connect()) {
        before.of(connection);
      }
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        TransferClient client =
            new TransferClient(server.port(), round + "-" + i, 0, random.nextLong());
        clients.add(client);
        threads.add(new Thread(client));
      }
      threads.forEach(Thread::start);
      Thread.sleep(isLong ? 1000 + random.nextInt(500) : random.nextInt(400));
      killedNanos = System.nanoTime();
      server.kill();
      for (Thread thread : threads) {
        thread.join();
      }
    }
    String where = "round %d of %s, seed %d".formatted(round, fsync, SEED);
    ToLongFunction<TransferClient> safe =
        isLong
            ? client -> client.acknowledgedBefore(killedNanos - SECOND_NANOS)
            : TransferClient::acknowledged;
    return connection -> check(where, connection, clients, safe);
  }

  /** That at least those transfers are there of each client that {@code safe} says. */
  private void check(
      String where,
      RespConnection connection,
      List<TransferClient> clients,
      ToLongFunction<TransferClient> safe) {
    Bank.check(where, connection);
    for (TransferClient client : clients) {
      assertThat(client.unexpected()).as(where).isEmpty();
      long done = Bank.count(connection, client.name());
      assertThat(done)
          .as(where + ": transfers of " + client.name())
          .isBetween(safe.applyAsLong(client), client.sent());
      acknowledged += client.acknowledged();
      lost += Math.max(0, client.acknowledged() - done);
      transfers += done;
    }
    assertThat(connection.call("LLEN", "log"))
        .as(where + ": transfers that are noted")
        .isEqualTo(Reply.of(transfers - thrownAway));
    if (transfers - thrownAway > MOST_NOTED) {
      thrownAway = transfers;
      assertThat(connection.call("DEL", "log")).isEqualTo(Reply.of(1));
      assertThat(connection.call("SAVE")).isEqualTo(Reply.OK);
    }
  }
}
