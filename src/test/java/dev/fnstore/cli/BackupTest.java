package dev.fnstore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.log.DataFolder;
import dev.fnstore.log.Tampering;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What backups hold, what is refused, and what comes back. */
final class BackupTest {
  private static final int BACKUPS = 20;
  private static final int WRITERS = 4;
  private static final int LIBRARIES = 40;
  private static final Pattern REVISION = Pattern.compile("\"revision\":(\\d+)");
  private static final long SEED = Long.getLong("backup.seed", System.nanoTime());

  @TempDir Path folder;

  @Test
  void shouldHoldTheStateOfItsRevisionWhileOthersWrite() throws InterruptedException {
    List<Long> revisions = new ArrayList<>();
    try (TestServer server = TestServer.start(store())) {
      AtomicBoolean enough = new AtomicBoolean();
      List<Thread> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        Random random = new Random(SEED + i);
        Thread writer = new Thread(() -> write(server, random, enough));
        writer.start();
        writers.add(writer);
      }
      for (int i = 0; i < BACKUPS; i++) {
        Cli.Result result = backup(server, destination(i), "-o", "json");
        assertThat(result.code()).as(result.err()).isZero();
        revisions.add(revision(result));
      }
      enough.set(true);
      for (Thread writer : writers) {
        writer.join();
      }
      assertThat(revisions).isSorted().doesNotHaveDuplicates();
      System.out.println("backups of revisions " + revisions + ", seed " + SEED);
      for (int i = 0; i < BACKUPS; i++) {
        checkRestored(server, destination(i), revisions.get(i));
      }
    }
    assertThat(run("restore-backup", destination(0).toString(), "--list").lines())
        .hasSize(1 + BACKUPS / 2);
  }

  /** Every other one is made where one is already. */
  private Path destination(int number) {
    return folder.resolve(number % 2 == 0 ? "grown" : "fresh-" + number);
  }

  private static void write(TestServer server, Random random, AtomicBoolean enough) {
    try (RespConnection client = server.connect()) {
      while (!enough.get()) {
        int library = random.nextInt(LIBRARIES);
        int dice = random.nextInt(100);
        if (dice < 80) {
          String name = "lib" + library;
          var unused =
              client.call(
                  "FUNCTION", "LOAD", "REPLACE", source(name, name + "_" + random.nextInt()));
        } else if (dice < 95) {
          var unused = client.call("FUNCTION", "DELETE", "lib" + library);
        } else if (dice < 97) {
          var unused = client.call("FUNCTION", "FLUSH");
        } else {
          Reply dump = client.call("FUNCTION", "DUMP");
          var unused = client.call("FUNCTION", "RESTORE", ((Reply.Bulk) dump).value(), "REPLACE");
        }
      }
    }
  }

  private void checkRestored(TestServer server, Path backups, long revision) {
    Path restored = folder.resolve("restored-" + revision);
    Cli.Result result =
        run(
            "restore-backup",
            backups.toString(),
            "--data-dir",
            restored.toString(),
            "--to",
            Long.toString(revision),
            "-o",
            "json");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(revision(result)).isEqualTo(revision);
    Cli.Result verdict = run("verify", "--data-dir", restored.toString());
    assertThat(verdict.code()).as(verdict.out()).isZero();
    try (TestServer again = TestServer.start(restored);
        RespConnection brought = again.connect();
        RespConnection live = server.connect()) {
      assertThat(brought.call("FUNCTION", "DUMP"))
          .isEqualTo(live.call("FUNCTION", "DUMP", "ASOF", revision));
      assertThat(brought.call("FUNCTION", "LIST", "WITHCODE"))
          .isEqualTo(live.call("FUNCTION", "LIST", "WITHCODE", "ASOF", revision));
      Object[] trail = {"FUNCTION", "LOG", "UNTIL", revision, "LIMIT", 10_000, "WITHCODE"};
      assertThat(brought.call(trail)).isEqualTo(live.call(trail));
    }
  }

  @Test
  void shouldCopyOnlyWhatIsNewAndGoOnAfterAFailure() throws IOException {
    Path backups = folder.resolve("backups");
    try (TestServer server = TestServer.start(store());
        RespConnection client = server.connect()) {
      load(client, "a", 1);
      load(client, "b", 2);
      assertThat(backup(server, backups).out())
          .contains("revision   2")
          .contains("2 events copied");
      assertThat(backup(server, backups).out()).contains("0 events copied and verified.");
      load(client, "a", 3);
      assertThat(backup(server, backups).out()).contains("1 event copied and verified.");
      // as a crash leaves it within a line
      Files.writeString(backups.resolve("BACKUPS"), "2026-11-27T0", StandardOpenOption.APPEND);
      load(client, "a", 4);
      assertThat(backup(server, backups).out()).contains("revision   4");
    }
    assertThat(run("restore-backup", backups.toString(), "--list", "-o", "json").out())
        .containsPattern("\"revision\":2.*\"revision\":2.*\"revision\":3.*\"revision\":4");
  }

  @Test
  void shouldGiveBackAnyPoint() {
    Path backups = folder.resolve("backups");
    Reply then;
    try (TestServer server = TestServer.start(store());
        RespConnection client = server.connect()) {
      load(client, "a", 1);
      load(client, "b", 2);
      then = client.call("FUNCTION", "DUMP");
      client.call("FUNCTION", "TAG", "SET", "good");
      client.call("FUNCTION", "FLUSH");
      backup(server, backups);
    }
    Path restored = folder.resolve("restored");
    Cli.Result result =
        run("restore-backup", backups.toString(), "--to", "good", "--data-dir", restored + "");
    assertThat(result.out())
        .contains("revision   2")
        .contains("Start it with: fnstore server --data-dir " + restored);
    try (TestServer server = TestServer.start(restored);
        RespConnection client = server.connect()) {
      assertThat(client.call("FUNCTION", "DUMP")).isEqualTo(then);
      load(client, "c", 5); // it goes on from there, on a way of its own
      assertThat(backup(server, backups).err())
          .contains("the log ends at revision 3, before its backup, which ends at revision 4");
      for (int i = 0; i < 3; i++) { // up to the end of the backup, and beyond
        load(client, "d", i);
        assertThat(backup(server, backups).err())
            .contains("at revision 4 the log is not what its backup in " + backups + " is")
            .contains("Keep these backups, and name another folder for new ones");
      }
    }
    assertThat(run("restore-backup", backups.toString(), "--to", "9", "--data-dir", "x").err())
        .contains("revision 9 is in the future");
    assertThat(run("restore-backup", backups.toString(), "--data-dir", restored + "").err())
        .contains(restored + " has an event log already. Move it away, or name another folder.");
    assertThat(run("restore-backup", backups.toString(), "--data-dir", backups + "").code())
        .isEqualTo(2);
    assertThat(run("restore-backup", folder.resolve("none") + "").err())
        .contains("there are no backups in");
  }

  @Test
  void shouldKeepWhatTheLogHasForgotten() {
    Path grown = folder.resolve("grown");
    Path late = folder.resolve("late");
    Reply then;
    Reply now;
    try (TestServer server = TestServer.start(store());
        RespConnection client = server.connect()) {
      load(client, "a", 1);
      then = client.call("FUNCTION", "LIST", "WITHCODE");
      backup(server, grown);
      load(client, "a", 2);
      load(client, "b", 3);
      assertThat(backup(server, grown).code()).isZero();
      assertThat(run("compact", "3", "--yes", "--url", url(server)).out())
          .endsWith("The log begins at revision 3.\n");
      load(client, "c", 4);
      now = client.call("FUNCTION", "LIST", "WITHCODE");
      assertThat(backup(server, grown).out()).contains("2 events copied and verified.");
      Cli.Result first = backup(server, late);
      assertThat(first.out()).as(first.err()).contains("revision   5").contains("2 events copied");
      assertThat(backup(server, folder.resolve("grown")).code()).isZero();
    }
    for (Path backups : List.of(grown, late)) {
      assertThat(run("verify", "--data-dir", backups.toString()).code()).isZero();
      Path restored = folder.resolve("restored-" + backups.getFileName());
      run("restore-backup", backups.toString(), "--data-dir", restored.toString());
      try (TestServer server = TestServer.start(restored);
          RespConnection client = server.connect()) {
        assertThat(client.call("FUNCTION", "LIST", "WITHCODE")).isEqualTo(now);
      } // which waits for what it drops
      try (TestServer server = TestServer.start(restored);
          RespConnection client = server.connect()) {
        assertThat(client.call("FUNCTION", "LIST", "WITHCODE")).isEqualTo(now);
        assertThat(client.call("FUNCTION", "LIST", "ASOF", "1"))
            .isEqualTo(
                Reply.ErrorReply.of("ERR revision 1 is compacted: the log begins at revision 3"));
        assertThat(run("verify", "--url", url(server)).code()).isZero();
      }
    }
    Path old = folder.resolve("old");
    run("restore-backup", grown.toString(), "--to", "1", "--data-dir", old.toString());
    try (TestServer server = TestServer.start(old);
        RespConnection client = server.connect()) {
      assertThat(client.call("FUNCTION", "LIST", "WITHCODE")).isEqualTo(then);
    }
  }

  /** No event behind the base tells the name of a library that only its image has. */
  @Test
  void shouldHoldWhereLibrariesOfTheBaseAreReplacedAndDeleted() {
    Path backups = folder.resolve("backups");
    Path restored = folder.resolve("restored");
    try (TestServer server = TestServer.start(store());
        RespConnection client = server.connect()) {
      load(client, "alpha", 1);
      load(client, "beta", 2);
      run("compact", "2", "--yes", "--url", url(server));
      load(client, "alpha", 4);
      client.call("FUNCTION", "DELETE", "beta");
      Cli.Result first = backup(server, backups);
      assertThat(first.out()).as(first.err()).contains("3 events copied and verified.");
    }
    run("restore-backup", backups.toString(), "--data-dir", restored.toString());
    Path repaired = store();
    assertThat(
            run("repair", "--truncate-after", "5", "--yes", "--data-dir", repaired.toString())
                .code())
        .isZero();
    for (Path data : List.of(backups, restored, repaired)) {
      Cli.Result verdict = run("verify", "--data-dir", data.toString());
      assertThat(verdict.code()).as(verdict.out()).isZero();
      for (String pattern : List.of("al*", "be*", "alpha", "beta")) {
        assertThat(run("log", "--library", pattern, "--data-dir", data.toString()).lines())
            .as("%s in %s", pattern, data)
            .hasSize(2);
      }
    }
  }

  @Test
  void shouldNotBringBackATimeThatItDoesNotKnow() {
    Path backups = folder.resolve("backups");
    Instant early;
    Instant late;
    try (TestServer server = TestServer.start(store());
        RespConnection client = server.connect()) {
      load(client, "a", 1);
      early = Instant.now();
      awaitLater(early);
      backup(server, backups);
      load(client, "a", 2);
      late = Instant.now();
    }
    Path restored = folder.resolve("restored");
    for (String to : List.of(late.toString(), "-0s")) {
      Cli.Result result =
          run("restore-backup", backups + "", "--to=" + to, "--data-dir", restored + "");
      assertThat(result.code()).isEqualTo(2);
      assertThat(result.err())
          .contains("that point is not before the newest backup, of ")
          .endsWith("Name an earlier one, or revision 1.\n");
      assertThat(DataFolder.hasLog(restored)).isFalse();
    }
    assertThat(
            run("restore-backup", backups + "", "--to", early + "", "--data-dir", restored + "")
                .out())
        .contains("revision   1");
  }

  private static void awaitLater(Instant time) {
    while (Instant.now().toEpochMilli() <= time.toEpochMilli()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void shouldRefuseABackupThatWouldHaveAGap() {
    Path backups = folder.resolve("backups");
    try (TestServer server = TestServer.start(store());
        RespConnection client = server.connect()) {
      load(client, "a", 1);
      backup(server, backups);
      load(client, "a", 2);
      load(client, "a", 3);
      run("compact", "3", "--yes", "--url", url(server));
      assertThat(backup(server, backups).err())
          .contains("the log was compacted up to revision 3, its backup ends before that");
    }
    assertThat(run("verify", "--data-dir", backups.toString()).code()).isZero();
  }

  @Test
  void shouldKeepBackupsAndServersApart() throws IOException {
    Path backups = folder.resolve("backups");
    try (TestServer server = TestServer.start(store());
        TestServer other = TestServer.start(folder.resolve("other"));
        RespConnection client = server.connect()) {
      load(client, "a", 1);
      assertThat(backup(server, backups).code()).isZero();
      assertThat(backup(other, backups).err()).contains("holds backups of the log");
      assertThat(backup(other, store()).err()).contains("is in use by another process");
    }
    try (TestServer other = TestServer.start(folder.resolve("other"))) {
      assertThat(backup(other, store()).err())
          .contains(store() + " is the data folder of a server. Name another folder for backups.");
    }
    assertThat(run("server", "--port", "0", "--data-dir", backups.toString()).code()).isEqualTo(1);
    // a server that is stopped is backed up from its folder
    assertThat(run("backup", backups.toString(), "--data-dir", store().toString()).out())
        .contains("0 events copied and verified.");
    assertThat(run("log", "--data-dir", backups.toString()).lines()).hasSize(2);
    try (Stream<Path> files = Files.list(backups)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("BACKUPS", "LOCK", "log");
    }
  }

  @Test
  void shouldNotTakeOverWhatIsDamaged() {
    Path backups = folder.resolve("backups");
    try (TestServer server = TestServer.start(store());
        RespConnection client = server.connect()) {
      for (int i = 1; i <= 5; i++) {
        load(client, "a", i);
      }
    }
    Tampering.alterEvent(store(), 3);
    assertThat(run("backup", backups.toString(), "--data-dir", store().toString()).code())
        .isEqualTo(2);
    assertThat(backups).doesNotExist();
  }

  private static void load(RespConnection client, String name, int version) {
    assertThat(client.call("FUNCTION", "LOAD", "REPLACE", source(name, name + version)))
        .isEqualTo(Reply.bulk(name));
  }

  private static Bytes source(String library, String function) {
    return Bytes.of(
        "#!lua name=%s\nserver.register_function('%s', function() return 1 end)"
            .formatted(library, function.replace('-', '_')));
  }

  private static long revision(Cli.Result result) {
    Matcher found = REVISION.matcher(result.out());
    assertThat(found.find()).as(result.out()).isTrue();
    return Long.parseLong(found.group(1));
  }

  private Path store() {
    return folder.resolve("store");
  }

  private static String url(TestServer server) {
    return "valkey://127.0.0.1:" + server.port();
  }

  private static Cli.Result backup(TestServer server, Path to, String... more) {
    List<String> words = new ArrayList<>(List.of("backup", to.toString(), "--url", url(server)));
    words.addAll(List.of(more));
    return run(words.toArray(String[]::new));
  }

  private static Cli.Result run(String... words) {
    return new Cli().run(words);
  }
}
