package dev.fnstore.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.history.Progress;
import dev.fnstore.history.Verifier;
import dev.fnstore.log.DataFolder;
import dev.fnstore.log.LogException;
import dev.fnstore.log.LogStore;
import dev.fnstore.log.Tampering;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Revision;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.ServerProcess;
import dev.fnstore.testing.TestServer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a repair brings back of a damaged log, and that it loses nothing on its way. */
final class RepairTest {
  private static final int EVENTS = 40;

  @TempDir Path folder;

  private final List<Reply> lists = new ArrayList<>(List.of(Reply.EMPTY_ARRAY));

  @Test
  void shouldCutBehindAnyEvent() throws CopyException {
    makeHistory();
    for (int last = EVENTS; last >= 0; last -= 4) {
      Repair.Repaired repaired = Repair.truncateAfter(folder, new Revision(last), Progress.NONE);
      assertThat(repaired.head().revision()).isEqualTo(new Revision(last));
      assertThat(repaired.kept()).isDirectory();
      assertServes(last);
    }
    assertThat(entries()).contains("log", "log.before-repair-1", "log.before-repair-11");
    assertThat(entries()).doesNotContain("log.new", "log.salvage", "log.repaired");
  }

  @Test
  void shouldSayUpToWhereALogHolds() throws CopyException {
    makeHistory();
    Tampering.alterEvent(folder, 23);
    Map<Path, Long> before = contents(folder.resolve("log"));
    assertThatThrownBy(() -> Repair.truncateAfter(folder, new Revision(30), Progress.NONE))
        .isInstanceOf(CopyException.class)
        .hasMessageStartingWith("event 23 does not follow the one before")
        .hasMessageEndingWith(
            "Nothing was changed. All events up to revision 22 hold:"
                + " fnstore repair --truncate-after 22");
    assertThat(contents(folder.resolve("log"))).isEqualTo(before);
    assertThat(entries()).containsExactlyInAnyOrder("LOCK", "keys", "log");
    var unused = Repair.truncateAfter(folder, new Revision(22), Progress.NONE);
    assertServes(22);
  }

  @Test
  void shouldCutAnEndThatNoServerOpens() throws CopyException {
    makeHistory();
    Tampering.alterEvent(folder, EVENTS);
    assertThatThrownBy(() -> TestServer.start(folder)).hasMessageContaining("is damaged");
    var unused = Repair.truncateAfter(folder, new Revision(EVENTS - 1), Progress.NONE);
    assertServes(EVENTS - 1);
  }

  @Test
  void shouldNameTheEventWhoseSourceIsGone() {
    makeHistory();
    Tampering.removeSource(folder, Digest.of(source(17)));
    assertThatThrownBy(() -> Repair.truncateAfter(folder, new Revision(30), Progress.NONE))
        .hasMessageStartingWith("event 17: ")
        .hasMessageContaining("is missing")
        .hasMessageEndingWith("--truncate-after 16");
  }

  @Test
  void shouldReadWhatLiesBeforeADamagedByteOfTheWriteAheadLog() throws Exception {
    try (ServerProcess server = ServerProcess.start(folder);
        RespConnection client = server.connect().resp3()) {
      change(client);
      server.kill(); // so that nothing is in tables
    }
    Path log = newestWriteAheadLog();
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
      long middle = file.length() / 2;
      file.seek(middle);
      int old = file.read();
      file.seek(middle);
      file.write(old ^ 0x10);
    }
    assertThatThrownBy(() -> TestServer.start(folder)).hasMessageContaining("is damaged");
    int whole = lastThatHolds();
    assertThat(whole).isBetween(2, EVENTS - 2);
    var unused = Repair.truncateAfter(folder, new Revision(whole), Progress.NONE);
    assertServes(whole);
  }

  private int lastThatHolds() {
    try {
      var unused = Repair.truncateAfter(folder, new Revision(EVENTS), Progress.NONE);
      throw new AssertionError("the damage was not seen");
    } catch (CopyException e) {
      String message = String.valueOf(e.getMessage());
      return Integer.parseInt(message.substring(message.lastIndexOf(' ') + 1));
    }
  }

  @Test
  void shouldGoOnWhereItDiedBetweenTwoRenames() throws IOException {
    makeHistory();
    Files.move(folder.resolve("log"), folder.resolve("log.repaired"));
    Files.createDirectory(folder.resolve("log.before-repair-1"));
    assertThat(DataFolder.hasLog(folder)).isTrue();
    assertServes(EVENTS);
  }

  @Test
  void shouldNotBringBackARepairThatWasBrokenOff() throws IOException {
    makeHistory();
    Files.createDirectory(folder.resolve("log.repaired")); // and the log was not moved away yet
    Files.writeString(folder.resolve("log.repaired/CURRENT"), "of a log that is older by now");
    assertServes(EVENTS);
    assertThat(entries()).doesNotContain("log.repaired");
  }

  @Test
  void shouldLeaveLogsOfOtherFormatsAlone() {
    makeHistory();
    Tampering.setFormat(folder, "99");
    assertThatThrownBy(() -> Repair.truncateAfter(folder, new Revision(5), Progress.NONE))
        .isInstanceOf(LogException.class)
        .hasMessageContaining("has format 99");
    assertThat(entries()).containsExactlyInAnyOrder("LOCK", "keys", "log");
    Tampering.setFormat(folder, "3");
    assertServes(EVENTS);
  }

  @Test
  void shouldRefuseWhatIsNoLogOrInUse() throws CopyException {
    assertThatThrownBy(() -> Repair.truncateAfter(folder, new Revision(1), Progress.NONE))
        .hasMessage("there is no event log in " + folder + ".");
    try (TestServer server = TestServer.start(folder)) {
      assertThat(server.port()).isPositive();
      assertThatThrownBy(() -> Repair.truncateAfter(folder, new Revision(1), Progress.NONE))
          .isInstanceOf(LogException.class)
          .hasMessageContaining("is in use by another process");
    }
  }

  private void makeHistory() {
    try (TestServer server = TestServer.start(folder);
        RespConnection client = server.connect().resp3()) {
      change(client);
    }
  }

  /** Events 1 to {@link #EVENTS}. */
  private void change(RespConnection client) {
    for (int i = 1; i <= EVENTS; i++) {
      Reply done =
          i % 10 == 0
              ? client.call("FUNCTION", "DELETE", "lib" + (i - 1) % 7)
              : client.call("FUNCTION", "LOAD", "REPLACE", source(i));
      assertThat(done).isNotInstanceOf(Reply.ErrorReply.class);
      lists.add(client.call("FUNCTION", "LIST", "WITHCODE"));
    }
  }

  private static Bytes source(int number) {
    return Bytes.of(
        "#!lua name=lib%d\nserver.register_function('f%d', function() return %d end)"
            .formatted(number % 7, number % 7, number));
  }

  private void assertServes(int revision) {
    try (DataFolder owned = DataFolder.open(folder);
        LogStore log = LogStore.open(owned)) {
      assertThat(Verifier.verify(log).reason()).isEmpty();
    }
    try (TestServer server = TestServer.start(folder);
        RespConnection client = server.connect().resp3()) {
      assertThat(client.call("FUNCTION", "LIST", "WITHCODE")).isEqualTo(lists.get(revision));
      for (int r = 0; r <= revision; r++) {
        assertThat(client.call("FUNCTION", "LIST", "WITHCODE", "ASOF", r)).isEqualTo(lists.get(r));
      }
      Reply.Array log = (Reply.Array) client.call("FUNCTION", "LOG", "LIBRARYNAME", "lib3");
      long expected = 0;
      for (int i = 1; i <= revision; i++) {
        boolean deletes = i % 10 == 0;
        expected += (deletes ? (i - 1) % 7 : i % 7) == 3 ? 1 : 0;
      }
      assertThat(log.items()).hasSize((int) expected);
    }
  }

  private Path newestWriteAheadLog() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("log"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("[0-9]+\\.log"))
          .max(Path::compareTo)
          .orElseThrow();
    }
  }

  private List<String> entries() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<Path, Long> contents(Path path) {
    Map<Path, Long> sizes = new TreeMap<>();
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.toList()) {
        sizes.put(file, Files.size(file));
      }
      return sizes;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
