package dev.fnstore.durability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.durability.Acknowledgements.Acknowledgement;
import dev.fnstore.durability.DiskModel.Tails;
import dev.fnstore.log.LogException;
import dev.fnstore.model.Event;
import dev.fnstore.testing.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server makes its store, takes changes, is killed, recovers, and takes changes again, and all
 * that it does to its disk is noted. Then the power is cut, at many moments of this, in the model
 * of {@link DiskModel}: the folder that is left must open as it is, hold every change that was
 * acknowledged by then, whole and in its client's order, and hold together.
 *
 * <p>Unfinished writes of garbage are the one case in which a start may be refused, since they
 * cannot be told from damage to what was acknowledged; nothing may be lost there either.
 *
 * <p>{@code -Ddurability.cuts=N} for more, {@code -Ddurability.seed=N} to replay.
 */
final class PowerLossTest {
  private static final long SEED = Long.getLong("durability.seed", System.nanoTime());
  private static final int CUTS = Integer.getInteger("durability.cuts", 240);
  private static final int CUTS_AT_THE_START = 40;
  private static final List<Tails> ALL_TAILS = List.of(Tails.values());
  private static final int CLIENTS = 3;
  private static final int CHANGES_EACH = 30;

  @TempDir Path folder;

  private final Random random = new Random(SEED);
  private final List<ChangeClient> clients = new ArrayList<>();
  private final Map<Tails, Integer> cuts = new EnumMap<>(Tails.class);
  private int refused;

  @Test
  void shouldKeepEveryAcknowledgedChangeWhole() throws InterruptedException, IOException {
    Shim shim = Shim.before(folder.resolve("disk"), folder.resolve("shim"));
    run(shim, "first", 3000);
    run(shim, "second", 60_000);
    run(shim, "third", 300);

    List<Note> notes = shim.notes();
    List<Acknowledgement> acknowledgements = Acknowledgements.in(notes, clients);
    assertThat(acknowledgements).hasSizeGreaterThan(CLIENTS * CHANGES_EACH);
    SortedSet<Integer> moments = moments(notes, acknowledgements);
    DiskModel disk = new DiskModel();
    for (int at = 0; at < notes.size(); at++) {
      disk.follow(notes.get(at));
      if (moments.contains(at)) {
        int now = at;
        cutPower(at, disk, acknowledgements.stream().filter(one -> one.at() <= now).toList());
      }
    }
    System.out.printf(
        "power loss, seed %d: cuts %s of %d notes, %d with garbage refused%n",
        SEED, cuts, notes.size(), refused);
    assertThat(cuts).containsOnlyKeys(Tails.values());
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
        ServerProcess.start(folder.resolve("disk/data"), shim.environment())) {
      List<ChangeClient> together = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        together.add(
            new ChangeClient(
                server.port(), name + "-" + i, random.nextLong(), CHANGES_EACH, 3, paddingBytes));
      }
      ChangeClient.runAll(together);
      clients.addAll(together);
      server.kill();
    }
  }

  /** The making of the store, moments right after acknowledgements, and any others. */
  private SortedSet<Integer> moments(List<Note> notes, List<Acknowledgement> acknowledgements) {
    int made = 0;
    while (notes.get(made).kind() != Note.Kind.SENT) {
      made++;
    }
    SortedSet<Integer> moments = new TreeSet<>();
    while (moments.size() < Math.min(CUTS_AT_THE_START, made)) {
      moments.add(random.nextInt(made));
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
    try {
      check(where, StoreContents.read(left.resolve("data")).events(), acknowledged);
    } catch (LogException e) {
      assertThat(tails).as("%s: %s", where, e.getMessage()).isEqualTo(Tails.GARBAGE);
      assertThat(e.getMessage()).as(where).containsPattern("[0-9]{6}\\.log|MANIFEST");
      refused++;
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(where, e);
    }
    Folders.delete(left);
  }

  private void check(String where, List<Event> events, List<Acknowledgement> acknowledged) {
    Map<String, Asked> asked =
        clients.stream()
            .flatMap(client -> client.asked().stream())
            .collect(Collectors.toMap(Asked::token, change -> change));
    Map<String, Integer> positions = new HashMap<>();
    for (Event event : events) {
      String token = event.actor().clientName().toText();
      Asked change = asked.get(token);
      assertThat(change != null && change.isDoneBy(event))
          .as("%s: event %s is whole and asked for", where, event)
          .isTrue();
      assertThat(positions.put(token, positions.size())).as("%s: %s twice", where, token).isNull();
    }
    assertThat(positions.keySet())
        .as(where)
        .containsAll(acknowledged.stream().map(one -> one.change().token()).toList());
    for (ChangeClient client : clients) {
      checkOrder(where, client, positions);
    }
  }

  /** What a client asked for is there in its order, and nothing of it after something lost. */
  private static void checkOrder(
      String where, ChangeClient client, Map<String, Integer> positions) {
    Set<String> refused =
        client.asked().stream().map(Asked::token).collect(Collectors.toCollection(HashSet::new));
    client.acknowledged().forEach(change -> refused.remove(change.token()));
    int last = -1;
    boolean ended = false;
    for (Asked change : client.asked()) {
      Integer position = positions.get(change.token());
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
