package dev.fnstore.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.Polling;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.ServerProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server on a disk of 48 MB that becomes full. The disk is a tmpfs; where it cannot be mounted,
 * which takes a root's rights, the tests are skipped and say so.
 */
final class FullDiskTest {
  private static final String DISK_SIZE = "48m";

  /** More than half of the disk, so that the server looks again at every change. */
  private static final String FLOOR = "25mb";

  /** Longer than a server trusts what it saw of a disk that has much room. */
  private static final long FORGET_MS = 250;

  private static final int ROUNDS = 100;
  private static final int LOADS_IN_A_ROUND = 5;
  private static final int FAILED = 70;
  private static final int CANNOT_START = 1;

  @TempDir Path folder;
  private Path disk = Path.of("");
  private boolean mounted;
  private int serial;

  @BeforeEach
  void mount() throws IOException {
    disk = Files.createDirectory(folder.resolve("disk"));
    mounted = run("mount", "-t", "tmpfs", "-o", "size=" + DISK_SIZE, "none", disk.toString());
    if (!mounted) {
      String reason = "a tmpfs cannot be mounted here, so no disk can be filled up";
      System.err.println("skipped: " + reason);
      if (Boolean.getBoolean("peers.required")) {
        fail(reason);
      }
      Assumptions.abort(reason);
    }
  }

  @AfterEach
  void unmount() {
    if (mounted && !run("umount", disk.toString())) {
      fail("cannot unmount " + disk);
    }
  }

  @Test
  void shouldRefuseChangesBelowTheFloorAndGoOnWithCallsAndLists() {
    try (ServerProcess server =
            ServerProcess.start(disk.resolve("data"), "--config", "min-free-disk=" + FLOOR);
        RespConnection connection = server.connect()) {
      assertThat(connection.call("FUNCTION", "LOAD", source("one"))).isEqualTo(Reply.bulk("one"));
      fill(20 << 20);

      for (int i = 0; i < 3; i++) {
        assertRefused(connection.call("FUNCTION", "LOAD", source("two")));
        assertRefused(connection.call("FUNCTION", "DELETE", "one"));
        assertRefused(connection.call("FUNCTION", "FLUSH"));
        assertThat(connection.call("FCALL", "f_one", 0)).isEqualTo(Reply.of(1));
        assertThat(((Reply.Array) connection.call("FUNCTION", "LIST")).items()).hasSize(1);
      }

      makeRoom();
      assertThat(connection.call("FUNCTION", "LOAD", source("two"))).isEqualTo(Reply.bulk("two"));
    }
    assertThat(StoreContents.read(disk.resolve("data")).events()).hasSize(2);
  }

  /** Filled up so quickly that the floor is passed unseen: RocksDB meets the full disk itself. */
  @Test
  void shouldEndWithAMessageOnAFullDiskAndKeepWhatItAcknowledged() throws InterruptedException {
    int acknowledged = 0;
    try (ServerProcess server =
        ServerProcess.start(disk.resolve("data"), "--config", "min-free-disk=0")) {
      try (RespConnection connection = server.connect()) {
        for (int round = 0; round < ROUNDS; round++) {
          makeRoom();
          Thread.sleep(FORGET_MS);
          acknowledged += load(connection, "first", 10);
          fill(0);
          for (int i = 0; i < LOADS_IN_A_ROUND; i++) {
            acknowledged += load(connection, "second", 1 << 20);
          }
        }
        fail("a full disk took everything");
      } catch (UncheckedIOException e) {
        // The server has closed the connection.
      }
      assertThat(server.awaitExit()).as(server.output()).isEqualTo(FAILED);
      assertThat(server.output()).contains("Make room or repair the disk, then start again.");
    }
    fill(0);

    try (ServerProcess server = ServerProcess.launch(disk.resolve("data"), Map.of())) {
      assertThat(server.awaitExit()).as(server.output()).isEqualTo(CANNOT_START);
      assertThat(server.output())
          .contains("fnstore: ")
          .contains(disk.resolve("data").toString())
          .contains("ake room");
    }

    makeRoom();
    assertThat(StoreContents.read(disk.resolve("data")).events())
        .hasSizeBetween(acknowledged, acknowledged + 1);
  }

  /** What keys take of the disk is not to be missing to functions. */
  @Test
  void shouldRefuseKeysBelowTheFloorAndTakeThemAgain() {
    try (ServerProcess server =
            ServerProcess.start(disk.resolve("data"), "--config", "min-free-disk=" + FLOOR);
        RespConnection connection = server.connect()) {
      connection.call("FUNCTION", "LOAD", source("one"));
      connection.call("SET", "first", "value");
      fill(20 << 20);
      Polling.until(
          "keys are refused",
          () -> connection.call("SET", "key", "value") instanceof Reply.ErrorReply);
      assertRefused(connection.call("SET", "key", "value"));
      assertRefused(connection.call("EVAL", "return server.call('SET', 'key', 'value')", 0));
      assertThat(connection.call("GET", "first")).isEqualTo(Reply.bulk("value"));
      assertThat(connection.call("FCALL", "f_one", 0)).isEqualTo(Reply.of(1));

      makeRoom();
      Polling.until(
          "keys are taken", () -> connection.call("SET", "last", "value").equals(Reply.OK));
      assertThat(connection.call("SAVE")).isEqualTo(Reply.OK);
    }
    assertKeysAreThere("first", "last");
  }

  /** The floor is passed while a function runs: what it changes is taken as a whole. */
  @Test
  void shouldNotRefuseTheSecondHalfOfAFunction() {
    String slow =
        "#!lua name=slow\nserver.register_function('slow', function()"
            + " server.call('SET', 'first', '1') local start = os.clock()"
            + " while os.clock() - start < 4 do end server.call('SET', 'second', '1') end)";
    try (ServerProcess server =
            ServerProcess.start(
                disk.resolve("data"),
                "--config",
                "min-free-disk=" + FLOOR,
                "--config",
                "busy-reply-threshold=50");
        RespConnection connection = server.connect();
        RespConnection other = server.connect()) {
      connection.call("FUNCTION", "LOAD", slow);
      connection.send("FCALL", "slow", 0);
      connection.flush();
      Polling.until("it runs", () -> other.call("GET", "any") instanceof Reply.ErrorReply);
      fill(20 << 20);
      connection.read();

      assertThat(connection.call("EXISTS", "first", "second")).isEqualTo(Reply.of(2));
      Polling.until(
          "keys are refused",
          () -> connection.call("SET", "key", "value") instanceof Reply.ErrorReply);
    }
  }

  private void assertKeysAreThere(String... names) {
    try (ServerProcess server = ServerProcess.start(disk.resolve("data"));
        RespConnection connection = server.connect()) {
      for (String name : names) {
        assertThat(connection.call("EXISTS", name)).as(name).isEqualTo(Reply.ONE);
      }
    }
  }

  /** RocksDB meets the full disk itself: what was acknowledged waits until it can be written. */
  @Test
  void shouldWriteKeysOnceAFullDiskHasRoomAgain() {
    List<String> acknowledged = new ArrayList<>();
    try (ServerProcess server =
            ServerProcess.start(disk.resolve("data"), "--config", "min-free-disk=0");
        RespConnection connection = server.connect()) {
      connection.call("FUNCTION", "LOAD", source("one"));
      fill(0);
      Polling.until(
          "keys are refused",
          () -> {
            String name = "key" + acknowledged.size();
            Reply reply = connection.call("SET", name, "x".repeat(100_000));
            if (reply.equals(Reply.OK)) {
              acknowledged.add(name);
            }
            return reply instanceof Reply.ErrorReply;
          });
      assertRefused(connection.call("SET", "key", "value"));
      assertThat(connection.call("FCALL", "f_one", 0)).isEqualTo(Reply.of(1));
      assertThat(connection.call("EXISTS", acknowledged.get(0))).isEqualTo(Reply.ONE);

      makeRoom();
      Polling.until(
          "keys are taken", () -> connection.call("SET", "last", "value").equals(Reply.OK));
      acknowledged.add("last");
      assertThat(connection.call("SAVE")).isEqualTo(Reply.OK);
    }
    assertKeysAreThere(acknowledged.toArray(String[]::new));
  }

  /**
   * Loads a source unlike all before, since a source is stored once.
   *
   * @return 1 if it was acknowledged, 0 if it was refused
   */
  private int load(RespConnection connection, String name, int paddingBytes) {
    Reply reply =
        connection.call(
            "FUNCTION", "LOAD", "REPLACE", source(name, paddingBytes) + "\n--" + serial++);
    if (reply instanceof Reply.ErrorReply) {
      assertRefused(reply);
      return 0;
    }
    assertThat(reply).isEqualTo(Reply.bulk(name));
    return 1;
  }

  private static String source(String name) {
    return source(name, 2000);
  }

  private static String source(String name, int paddingBytes) {
    return "#!lua name="
        + name
        + "\n--"
        + "x".repeat(paddingBytes)
        + "\nserver.register_function('f_"
        + name
        + "', function() return 1 end)";
  }

  private static void assertRefused(Reply reply) {
    assertThat(reply).isInstanceOf(Reply.ErrorReply.class);
    assertThat(((Reply.ErrorReply) reply).text().toText()).startsWith("MISCONF ").contains("disk");
  }

  /** Leaves {@code bytes} free at most. */
  private void fill(long bytes) {
    Path filler = disk.resolve("filler");
    byte[] chunk = new byte[1 << 16];
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (Files.getFileStore(disk).getUsableSpace() > bytes) {
        out.write(chunk);
      }
    } catch (IOException full) {
      assertThat(bytes).as("room that was to be left").isZero();
    }
  }

  private void makeRoom() {
    try {
      Files.deleteIfExists(disk.resolve("filler"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean run(String... command) {
    try {
      Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean done = process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
      if (!done) {
        System.err.println(String.join(" ", command) + ": " + output);
      }
      return done;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
