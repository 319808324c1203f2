package dev.fnstore.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.crash.PastWriter.Moment;
import dev.fnstore.history.Verdict;
import dev.fnstore.history.Verifier;
import dev.fnstore.json.ReplyJson;
import dev.fnstore.log.DataFolder;
import dev.fnstore.log.Direction;
import dev.fnstore.log.Index;
import dev.fnstore.log.LogStore;
import dev.fnstore.log.RevisionCursor;
import dev.fnstore.model.Change;
import dev.fnstore.model.Revision;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.Folders;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.ServerProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The past is exact over kill -9, snapshots and compactions: what a server answers as of a revision
 * is what another answered live right after it, or that it is compacted, which only those are that
 * somebody wanted gone. A third of the kills come while a compaction drops what it is to drop, a
 * third just when one was asked for.
 *
 * <p>{@code -Dcrash.past.rounds=N} for more rounds, {@code -Dcrash.seed=N} to replay.
 */
final class PastCrashTest {
  private static final int ROUNDS = Integer.getInteger("crash.past.rounds", 15);
  private static final int MOST_ROUNDS = 10 * ROUNDS;
  private static final long SEED = Long.getLong("crash.seed", System.nanoTime());
  private static final int MOST_MOMENTS_BETWEEN = 40;
  private static final int MOST_MOMENTS_KEPT = 400;
  private static final int OLDER_MOMENTS = 40;
  private static final int LONGEST_WAIT_MS = 100;
  private static final long LONGEST_WAIT_FOR_REPLY_NANOS = 5_000_000;
  private static final List<Integer> PERCENT_DONE = List.of(0, 0, 20, 40);

  @TempDir Path folder;

  private final Random random = new Random(SEED);
  private final ConcurrentSkipListMap<Long, Moment> past = new ConcurrentSkipListMap<>();
  private final Set<Long> asked = new HashSet<>();
  private long base;

  /** What a COMPACT named that was not answered; 0: none. */
  private long maybeBase;

  private int exact;
  private int compacted;
  private int inCompaction;
  private int beforeItsBase;
  private int snapshots;

  @Test
  void shouldAnswerOfThePastWhatWasThere() throws InterruptedException {
    int round = 0;
    long newest = 0;
    while (round < ROUNDS || (round < MOST_ROUNDS && !hasSeenAll())) {
      round++;
      try (ServerProcess server = ServerProcess.start(data())) {
        check("round %d, seed %d".formatted(round, SEED), server, newest);
        newest = past.isEmpty() ? 0 : past.lastKey();
        runAndKill(round, server);
      }
      if (isCompacting() && random.nextBoolean()) {
        ServerProcess.start(data()).kill(); // just when it goes on with it
      }
    }
    try (ServerProcess server = ServerProcess.start(data())) {
      check("at the end, seed %d".formatted(SEED), server, newest);
    }
    System.out.printf(
        "past crash test, seed %d: %d rounds, up to revision %d, %d answers as they were, %d"
            + " compacted, %d rounds with a snapshot; killed within %d compactions, %d of them"
            + " before their base was set%n",
        SEED, round, past.lastKey(), exact, compacted, snapshots, inCompaction, beforeItsBase);
    assertThat(hasSeenAll()).isTrue();
  }

  private boolean hasSeenAll() {
    return compacted > 0 && snapshots > 0 && inCompaction > 0;
  }

  private Path data() {
    return folder.resolve("data");
  }

  private void runAndKill(int round, ServerProcess server) throws InterruptedException {
    PastWriter writer = new PastWriter(server.port(), "round " + round, random.nextLong(), past);
    Thread writing = new Thread(writer);
    writing.start();
    try (RespConnection connection = server.connect().resp3()) {
      for (int i = random.nextInt(2); i > 0; i--) {
        awaitMoments(writer);
        compact(connection, any(revisions(writer)));
      }
      awaitMoments(writer);
      awaitMoments(writer);
      switch (round % 3) {
        case 0 -> Thread.sleep(random.nextInt(LONGEST_WAIT_MS));
        case 1 -> {
          var unused = LogFigures.read(connection); // the next one is quick
          List<Long> revisions = revisions(writer);
          compact(connection, any(revisions.subList(revisions.size() / 2, revisions.size())));
          awaitPartDone(connection, PERCENT_DONE.get(random.nextInt(PERCENT_DONE.size())));
        }
        default -> {
          maybeBase = any(revisions(writer));
          connection.send("FUNCTION", "COMPACT", maybeBase);
          connection.flush();
          long end = System.nanoTime() + random.nextLong(LONGEST_WAIT_FOR_REPLY_NANOS);
          while (System.nanoTime() < end) {
            Thread.onSpinWait();
          }
        }
      }
      server.kill();
    }
    writing.join();
    assertThat(writer.unexpected()).as("round %d, seed %d", round, SEED).isEmpty();
  }

  private void awaitMoments(PastWriter writer) throws InterruptedException {
    assertThat(writer.awaitMoments(1 + random.nextInt(MOST_MOMENTS_BETWEEN))).isTrue();
  }

  /** To which the log may be compacted. */
  private List<Long> revisions(PastWriter writer) throws InterruptedException {
    while (past.tailMap(base, false).size() < 2) {
      awaitMoments(writer);
    }
    return List.copyOf(past.tailMap(base, false).keySet());
  }

  private long any(List<Long> revisions) {
    long chosen = revisions.get(random.nextInt(revisions.size()));
    asked.add(chosen);
    return chosen;
  }

  private void compact(RespConnection connection, long to) {
    assertThat(connection.call("FUNCTION", "COMPACT", to)).isEqualTo(Reply.of(to));
    base = to;
  }

  private static void awaitPartDone(RespConnection connection, int percent) {
    while (percent > 0) {
      LogFigures figures = LogFigures.read(connection);
      if (!figures.isCompacting() || figures.percent() >= percent) {
        return;
      }
    }
  }

  /** Looks at a copy, so that the next server finds the folder as the kill has left it. */
  private boolean isCompacting() {
    Path copy = folder.resolve("copy");
    Folders.copy(data(), copy);
    try (DataFolder owned = DataFolder.open(copy);
        LogStore log = LogStore.open(owned)) {
      Verdict verdict = Verifier.verify(log);
      assertThat(verdict.reason()).as("seed %d", SEED).isEmpty();
      boolean isAhead = newestCompact(log) > log.events().base().revision().number();
      boolean isUnfinished = isAhead || log.compaction().isUnfinished();
      inCompaction += isUnfinished ? 1 : 0;
      beforeItsBase += isAhead ? 1 : 0;
      boolean hasOthers =
          log.snapshots().revisionsNewestFirst().stream()
              .map(Revision::number)
              .anyMatch(revision -> !asked.contains(revision));
      snapshots += hasOthers ? 1 : 0;
      return isUnfinished;
    } finally {
      Folders.delete(copy);
    }
  }

  private static long newestCompact(LogStore log) {
    try (RevisionCursor compacts =
        log.events().having(Index.KIND, Bytes.of("compact"), Direction.NEWEST_FIRST)) {
      OptionalLong found = compacts.seek(log.events().head().revision().number());
      return found.isEmpty()
          ? 0
          : ((Change.Compact) log.events().entry(new Revision(found.getAsLong())).event().change())
              .base()
              .number();
    }
  }

  /**
   * Checks what a server has recovered.
   *
   * @param before moments behind this one are all looked at, of the older ones some
   */
  private void check(String where, ServerProcess server, long before) {
    try (RespConnection connection = server.connect().resp3()) {
      for (long revision : sample(past.keySet(), OLDER_MOMENTS / 4)) {
        check(where, connection, revision, 0, Math.max(base, maybeBase));
      }
      LogFigures figures = LogFigures.read(connection);
      while (figures.isCompacting()) {
        figures = LogFigures.read(connection);
      }
      assertThat(figures.base()).as(where).isIn(base, maybeBase > 0 ? maybeBase : base);
      base = figures.base();
      maybeBase = 0;
      List<Long> revisions = new ArrayList<>(past.tailMap(before, false).keySet());
      revisions.addAll(sample(past.headMap(before, true).keySet(), OLDER_MOMENTS));
      revisions.addAll(past.headMap(base + 1).descendingKeySet().stream().limit(2).toList());
      for (long revision : revisions) {
        check(where, connection, revision, base, base);
      }
      assertThat(ReplyJson.write(connection.call("FUNCTION", "VERIFY")))
          .as(where)
          .startsWith("{\"ok\":1,");
    }
    past.keySet().retainAll(Set.copyOf(sample(past.keySet(), MOST_MOMENTS_KEPT)));
  }

  private List<Long> sample(Set<Long> revisions, int count) {
    List<Long> shuffled = new ArrayList<>(revisions);
    Collections.shuffle(shuffled, random);
    return shuffled.subList(0, Math.min(count, shuffled.size()));
  }

  /**
   * Asks for one moment.
   *
   * @param gone what lies before it is compacted
   * @param mayBeGone what lies before it may be compacted
   */
  private void check(
      String where, RespConnection connection, long revision, long gone, long mayBeGone) {
    String what = "%s, revision %d, compacted to %d".formatted(where, revision, gone);
    Reply list = connection.call("FUNCTION", "LIST", "WITHCODE", "ASOF", revision);
    Reply dump = connection.call("FUNCTION", "DUMP", "ASOF", revision);
    Moment moment = Objects.requireNonNull(past.get(revision));
    for (Reply reply : List.of(list, dump)) {
      if (reply instanceof Reply.ErrorReply error && revision < mayBeGone) {
        assertThat(error.text().toText()).as(what).contains("is compacted");
        compacted++;
      } else {
        assertThat(revision).as(what).isGreaterThanOrEqualTo(gone);
        assertThat(reply).as(what).isEqualTo(reply == list ? moment.list() : moment.dump());
        exact++;
      }
    }
  }
}
