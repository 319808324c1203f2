package dev.fnstore.durability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.durability.Acknowledgements.Acknowledgement;
import dev.fnstore.durability.DiskModel.Tails;
import dev.fnstore.log.LogException;
import dev.fnstore.model.Change;
import dev.fnstore.model.Event;
import dev.fnstore.testing.Folders;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server makes its store, takes changes, is killed, recovers, and takes changes again, and all
 * that it does to its disk is noted; beside the changes, and once more just when it is killed, it
 * compacts its log. Then the power is cut, at many moments of this, in the model of {@link
 * DiskModel}: the folder that is left must open as it is, begin where somebody asked for, hold
 * every change that was acknowledged by then and that comes after, whole and in its client's order,
 * the libraries that all of them led to, and hold together; also once a compaction that it shows
 * was gone on with.
 *
 * <p>Unfinished writes of garbage are the one case in which a start may be refused, since they
 * cannot be told from damage to what was acknowledged; nothing may be lost there either.
 *
 * <p>{@code -Ddurability.cuts=N} for more, {@code -Ddurability.seed=N} to replay.
 */
final class PowerLossTest {
  private static final long SEED = Long.getLong("durability.seed", System.nanoTime());
  private static final int CUTS = Integer.getInteger("durability.cuts", 200);
  private static final int CUTS_AT_THE_START = 40;
  private static final int CUTS_IN_EACH_COMPACTION = 10;
  private static final int NOTES_OF_A_COMPACTION = 150;
  private static final List<Tails> ALL_TAILS = List.of(Tails.values());
  private static final int CLIENTS = 3;
  private static final int CHANGES_EACH = 30;

  @TempDir Path folder;

  private final Random random = new Random(SEED);
  private final List<ChangeClient> clients = new ArrayList<>();
  private final Map<Tails, Integer> cuts = new EnumMap<>(Tails.class);
  private final KnownHistory history = new KnownHistory();
  private final Set<Long> bases = new TreeSet<>();
  private int refused;
  private int compacted;
  private int goneOnWith;

  @Test
  void shouldKeepEveryAcknowledgedChangeWhole() throws InterruptedException, IOException {
    Shim shim = Shim.before(folder.resolve("disk"), folder.resolve("shim"));
    run(shim, "first", 3000);
    run(shim, "second", 60_000);
    run(shim, "third", 300);

    List<Note> notes = shim.notes();
    List<Acknowledgement> acknowledgements = Acknowledgements.in(notes, clients);
    assertThat(acknowledgements).hasSizeGreaterThan(CLIENTS * CHANGES_EACH);
    NavigableSet<Integer> moments = moments(notes, acknowledgements);
    DiskModel.follow(
        notes,
        moments,
        (at, disk) ->
            cutPower(at, disk, acknowledgements.stream().filter(one -> one.at() <= at).toList()));
    System.out.printf(
        "power loss, seed %d: cuts %s of %d notes, %d with garbage refused; %d of a compacted log, %d"
            + " within a compaction%n",
        SEED, cuts, notes.size(), refused, compacted, goneOnWith);
    assertThat(cuts).containsOnlyKeys(Tails.values());
    assertThat(compacted).isGreaterThan(goneOnWith);
    assertThat(goneOnWith).isPositive();
  }

  @Test
  void shouldSeeThatAServerDoesNotSync() throws InterruptedException, IOException {
    Shim shim = Shim.before(folder.resolve("disk"), folder.resolve("shim"));
    shim.lie();
    run(shim, "only", 300);

    DiskModel disk = new DiskModel();
    shim.notes().forEach(disk::follow);
    Path left = Files.createDirectory(folder.resolve("left"));
    disk.cutPower(left, random, Tails.NOTHING);
    assertThat(clients).allMatch(client -> !client.acknowledged().isEmpty());
    assertThat(StoreContents.read(left.resolve("data")).events()).as("seed %d", SEED).isEmpty();
  }

  private void run(Shim shim, String name, int paddingBytes) throws InterruptedException {
    try (ServerProcess server =
            ServerProcess.start(folder.resolve("disk/data"), shim.environment());
        RespConnection observer = server.connect().resp3()) {
      List<ChangeClient> together = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        together.add(
            new ChangeClient(
                server.port(), name + "-" + i, random.nextLong(), CHANGES_EACH, 3, paddingBytes));
      }
      clients.addAll(together);
      long enough = history.head() + 1 + random.nextInt(CHANGES_EACH);
      List<Thread> threads = ChangeClient.startAll(together);
      while (history.head() < enough && threads.stream().anyMatch(Thread::isAlive)) {
        history.readOn(observer);
      }
      compact(server, observer, name + "-compact-0");
      for (Thread thread : threads) {
        thread.join();
      }
      compact(server, observer, name + "-compact-1");
      server.kill();
    }
  }

  /** To a revision behind the last one, of a history that is known up to there. */
  private void compact(ServerProcess server, RespConnection observer, String name) {
    history.readOn(observer);
    long last = bases.stream().mapToLong(base -> base).max().orElse(0);
    long base = last + 1 + random.nextLong(history.head() - last);
    bases.add(base);
    ChangeClient asking = ChangeClient.asking(server.port(), name, "FUNCTION", "COMPACT", base);
    asking.run();
    clients.add(asking);
  }

  /** The making of the store, moments right after acknowledgements, and any others. */
  private NavigableSet<Integer> moments(List<Note> notes, List<Acknowledgement> acknowledgements) {
    int made = 0;
    while (notes.get(made).kind() != Note.Kind.SENT) {
      made++;
    }
    NavigableSet<Integer> moments = new TreeSet<>();
    while (moments.size() < Math.min(CUTS_AT_THE_START, made)) {
      moments.add(random.nextInt(made));
    }
    for (Acknowledgement one : acknowledgements) {
      if (one.change().words().get(1).equals("COMPACT")) {
        random
            .ints(CUTS_IN_EACH_COMPACTION, one.at(), one.at() + NOTES_OF_A_COMPACTION)
            .forEach(moments::add);
      }
    }
    while (moments.size() < CUTS) {
      moments.add(
          random.nextBoolean()
              ? random.nextInt(notes.size())
              : acknowledgements.get(random.nextInt(acknowledgements.size())).at()
                  + random.nextInt(2));
    }
    moments.removeIf(at -> at >= notes.size());
    return moments;
  }

  private void cutPower(int at, DiskModel disk, List<Acknowledgement> acknowledged)
      throws IOException {
    Tails tails = ALL_TAILS.get(random.nextInt(ALL_TAILS.size()));
    cuts.merge(tails, 1, Integer::sum);
    String where = "seed %d, note %d, unsynced bytes: %s".formatted(SEED, at, tails);
    Path left = Files.createDirectory(folder.resolve("left"));
    disk.cutPower(left, random, tails);
    Path data = left.resolve("data");
    try {
      StoreContents contents = read(where, data, tails);
      if (contents != null) {
        check(where, contents, acknowledged);
        goOn(where, contents, data, acknowledged);
      }
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(where, e);
    }
    Folders.delete(left);
  }

  /** Null where the start is refused, and may be. */
  private @Nullable StoreContents read(String where, Path data, Tails tails) {
    try {
      return StoreContents.read(data);
    } catch (LogException e) {
      assertThat(tails).as("%s: %s", where, e.getMessage()).isEqualTo(Tails.GARBAGE);
      assertThat(e.getMessage()).as(where).containsPattern("[0-9]{6}\\.log|MANIFEST");
      refused++;
      return null;
    }
  }

  /** As a server does that opens the folder: what was to be compacted is compacted then. */
  private void goOn(
      String where, StoreContents before, Path data, List<Acknowledgement> acknowledged) {
    long base = before.base().revision().number();
    compacted += base > 0 ? 1 : 0;
    long wanted =
        before.events().stream()
            .filter(event -> event.change() instanceof Change.Compact)
            .mapToLong(event -> ((Change.Compact) event.change()).base().number())
            .reduce(base, Math::max);
    if (wanted > base || before.isCompacting()) {
      goneOnWith++;
      StoreMaker.open(data).close();
      StoreContents after = StoreContents.read(data);
      check(where, after, acknowledged);
      assertThat(after.base().revision().number()).as(where).isEqualTo(wanted);
      assertThat(after.isCompacting()).as(where).isFalse();
      assertThat(after.image()).as(where).isEqualTo(before.image());
    }
  }

  private void check(String where, StoreContents contents, List<Acknowledgement> acknowledged) {
    long base = contents.base().revision().number();
    assertThat(base == 0 || bases.contains(base)).as("%s: base %d", where, base).isTrue();
    assertThat(history.agrees(contents.image())).as("%s: its libraries", where).isTrue();
    Map<String, Asked> asked =
        clients.stream()
            .flatMap(client -> client.asked().stream())
            .collect(Collectors.toMap(Asked::token, change -> change));
    Map<String, Long> positions = history.upTo(base);
    for (Event event : contents.events()) {
      String token = event.actor().clientName().toText();
      Asked change = asked.get(token);
      assertThat(change != null && change.isDoneBy(event))
          .as("%s: event %s is whole and asked for", where, event)
          .isTrue();
      assertThat(positions.put(token, event.revision().number()))
          .as("%s: %s twice", where, token)
          .isNull();
    }
    assertThat(positions.keySet())
        .as(where)
        .containsAll(acknowledged.stream().map(one -> one.change().token()).toList());
    for (ChangeClient client : clients) {
      checkOrder(where, client, positions);
    }
  }

  /** What a client asked for is there in its order, and nothing of it after something lost. */
  private static void checkOrder(String where, ChangeClient client, Map<String, Long> positions) {
    Set<String> refused =
        client.asked().stream().map(Asked::token).collect(Collectors.toCollection(HashSet::new));
    client.acknowledged().forEach(change -> refused.remove(change.token()));
    long last = 0;
    boolean ended = false;
    for (Asked change : client.asked()) {
      Long position = positions.get(change.token());
      if (position == null) {
        ended |= !refused.contains(change.token());
      } else {
        assertThat(ended).as("%s: %s is there after a lost one", where, change.token()).isFalse();
        assertThat(position).as("%s: order of %s", where, change.token()).isGreaterThan(last);
        last = position;
      }
    }
  }
}
