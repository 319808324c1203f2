package dev.fnstore.durability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.resp.Reply;
import dev.fnstore.server.StartException;
import dev.fnstore.testing.Bank;
import dev.fnstore.testing.Folders;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.ServerProcess;
import dev.fnstore.testing.TestServer;
import dev.fnstore.testing.TransferClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bits flip in the files of keys. A server that starts on them says which file is damaged, or has a
 * beginning of what was written, each transfer whole: all of it, but where the bit is in the
 * write-ahead log. It always comes to an end.
 *
 * <p>{@code -Ddurability.flips=N} for more, {@code -Ddurability.seed=N} to replay.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class KeysBitFlipTest {
  private static final int FLIPS = Integer.getInteger("durability.flips", 120);
  private static final long SEED = Long.getLong("durability.seed", System.nanoTime());
  private static final int RECORD_HEAD_BYTES = 7;
  private static final int CLIENTS = 3;
  private static final List<String> KINDS =
      List.of(
          "[0-9]+\\.log",
          "[0-9]+\\.sst",
          "MANIFEST-[0-9]+",
          "[0-9]+\\.log",
          "[0-9]+\\.sst",
          "CURRENT|IDENTITY|OPTIONS-[0-9]+");

  @TempDir Path folder;

  private final Random random = new Random(SEED);
  private final TreeMap<String, Integer> outcomes = new TreeMap<>();
  private List<String> written = List.of();

  @Test
  void shouldStartWithABeginningOrSayWhatIsDamaged() throws InterruptedException, IOException {
    Path data = folder.resolve("data");
    run(data, true);
    run(data, false);
    Path copy = folder.resolve("copy");
    Folders.copy(data, copy);
    try (TestServer server = TestServer.start(copy);
        RespConnection connection = server.connect()) {
      written = noted(connection);
    }
    assertThat(written).as("seed %d", SEED).hasSizeGreaterThan(CLIENTS);
    for (int flip = 0; flip < FLIPS; flip++) {
      String kind = KINDS.get(flip % KINDS.size());
      List<Path> files = files(data.resolve("keys"), kind);
      Path file = files.get(random.nextInt(files.size()));
      byte[] content = Files.readAllBytes(file);
      boolean isOfHead = kind.endsWith("log") && random.nextBoolean();
      int at = isOfHead ? random.nextInt(RECORD_HEAD_BYTES) : random.nextInt(content.length);
      content[at] ^= (byte) (1 << random.nextInt(8));
      tryOut(kind, data, file.getFileName().toString(), at, content);
    }
    System.out.printf("bit flips of keys, seed %d: %s%n", SEED, outcomes);
    assertThat(outcomes)
        .containsKeys("[0-9]+\\.log beginning", "[0-9]+\\.sst found", "MANIFEST-[0-9]+ found");
  }

  /** So that there are tables and a log. */
  private void run(Path data, boolean isFirst) throws InterruptedException {
    try (ServerProcess server = ServerProcess.start(data)) {
      if (isFirst) {
        try (RespConnection connection = server.connect()) {
          Bank.open(connection);
        }
      }
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        String name = (isFirst ? "first-" : "second-") + i;
        threads.add(new Thread(new TransferClient(server.port(), name, 1, random.nextLong())));
      }
      threads.forEach(Thread::start);
      Thread.sleep(700);
      server.kill();
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  private static List<Path> files(Path keys, String kind) throws IOException {
    try (Stream<Path> all = Files.list(keys)) {
      return all.filter(file -> file.getFileName().toString().matches(kind))
          .filter(file -> file.toFile().length() > 0)
          .sorted()
          .toList();
    }
  }

  private static List<String> noted(RespConnection connection) {
    return ((Reply.Array) connection.call("LRANGE", "log", 0, -1))
        .items().stream()
            .map(item -> item instanceof Reply.Bulk bulk ? bulk.value().toText() : "")
            .toList();
  }

  private void tryOut(String kind, Path data, String name, int at, byte[] content)
      throws IOException {
    String where = "seed %d, %s at %d".formatted(SEED, name, at);
    Path copy = folder.resolve("copy");
    Folders.delete(copy);
    Folders.copy(data, copy);
    Files.write(copy.resolve("keys").resolve(name), content);
    String outcome;
    try (TestServer server = TestServer.start(copy);
        RespConnection connection = server.connect()) {
      Bank.check(where, connection);
      List<String> noted = noted(connection);
      assertThat(noted)
          .as(where)
          .isEqualTo(written.subList(0, Math.min(written.size(), noted.size())));
      outcome = noted.size() == written.size() ? "without effect" : "beginning";
    } catch (StartException e) {
      assertThat(e.getMessage())
          .as(where)
          .contains("the keys in")
          .containsPattern("[0-9]{6}\\.sst|MANIFEST|CURRENT|OPTIONS");
      outcome = "found";
    }
    if (!kind.endsWith("log")) {
      assertThat(outcome).as(where).isNotEqualTo("beginning");
    } else {
      assertThat(outcome).as(where).isNotEqualTo("found");
    }
    outcomes.merge(kind + " " + outcome, 1, Integer::sum);
  }
}
