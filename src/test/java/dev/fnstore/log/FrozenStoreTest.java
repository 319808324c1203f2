package dev.fnstore.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.history.Recovery;
import dev.fnstore.history.Snapshots;
import dev.fnstore.history.Verifier;
import dev.fnstore.model.Change;
import dev.fnstore.model.Event;
import dev.fnstore.model.Revision;
import dev.fnstore.registry.RegistryImage;
import dev.fnstore.testing.SampleEvents;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Data folders written by earlier versions stay readable forever: each is kept under {@code
 * src/test/resources/frozen} as it was written, and never written again.
 */
final class FrozenStoreTest {
  private static final String FORMAT_1 = "/frozen/format-1.zip";

  /** The digest of the last event of that folder: its bytes are the very bytes of then. */
  private static final String FORMAT_1_HEAD =
      "abff2de7e4b227f77271bc1157f59e5d03a9d1ead619eb1aad8dd3dee92ded3f";

  private static final String FORMAT_2_HEAD =
      "1c3598b2b18e597311d1b498cb3b99d754a89d786517cf529e11d70a9a99b678";

  private static final String FORMAT_4_HEAD =
      "dcd1bd25783bf0a4f182759b67b8e78336302288736cb7b1bfd4144e578d9b47";

  private static final String CONTESTED_HEAD =
      "fd8f982172405ff6f9a5ecf7f01610f2dcd40ff5a705f0beeafc3782a3d03811";

  /** What the folders of later formats were compacted to. */
  private static final Revision BASE = new Revision(4);

  @TempDir Path path;

  @Test
  void shouldReadFormat1() throws IOException {
    unpack(FORMAT_1);
    List<Event> expected = SampleEvents.all();
    List<Event> events = new ArrayList<>();
    try (DataFolder folder = DataFolder.open(path);
        LogStore log = LogStore.open(folder)) {
      Recovery.Recovered recovered = Recovery.run(log, Recovery.plan(log));
      assertThat(recovered.head().digest().toHex()).isEqualTo(FORMAT_1_HEAD);
      var unused =
          log.events()
              .replay(
                  Head.EMPTY, recovered.head().revision(), (event, digest) -> events.add(event));
      assertThat(events).isEqualTo(expected);
      assertThat(recovered.image()).isEqualTo(fold(expected));
      assertThat(log.snapshots().revisionsNewestFirst()).containsExactly(new Revision(5));
      assertThat(Verifier.verify(log).reason()).isEmpty();
    }
  }

  /** Format 3 has the same events, and lists the names of libraries. */
  @ParameterizedTest
  @ValueSource(strings = {"/frozen/format-2.zip", "/frozen/format-3.zip"})
  void shouldReadFormats2And3(String frozen) throws IOException {
    shouldRead(frozen, SampleEvents.ofFormat2(), FORMAT_2_HEAD);
  }

  /** Format 4 has targets. */
  @Test
  void shouldReadFormat4() throws IOException {
    RegistryImage image =
        shouldRead("/frozen/format-4.zip", SampleEvents.ofFormat4(), FORMAT_4_HEAD);
    assertThat(image.targets().all()).hasSize(1);
  }

  /** The same format, with what was added to its messages before it was released. */
  @Test
  void shouldReadWhatIsContested() throws IOException {
    RegistryImage image =
        shouldRead("/frozen/format-4-contested.zip", SampleEvents.withContested(), CONTESTED_HEAD);
    assertThat(image.targets().all())
        .allSatisfy(target -> assertThat(target.contested()).hasSize(2));
  }

  private RegistryImage shouldRead(String frozen, List<Event> expected, String headDigest)
      throws IOException {
    unpack(frozen);
    List<Event> events = new ArrayList<>();
    try (DataFolder folder = DataFolder.open(path);
        LogStore log = LogStore.open(folder)) {
      Recovery.Recovered recovered = Recovery.run(log, Recovery.plan(log));
      assertThat(recovered.head().digest().toHex()).isEqualTo(headDigest);
      assertThat(log.events().base().revision()).isEqualTo(BASE);
      var unused =
          log.events()
              .replay(
                  log.events().base(),
                  recovered.head().revision(),
                  (event, digest) -> events.add(event));
      assertThat(events.subList(0, events.size() - 1))
          .isEqualTo(expected.subList(4, expected.size()));
      assertThat(events.get(events.size() - 1).change()).isInstanceOf(Change.Compact.class);
      RegistryImage image = fold(expected);
      assertThat(recovered.image().libraries()).containsExactlyElementsOf(image.libraries());
      assertThat(recovered.image().tags()).containsExactlyElementsOf(image.tags());
      assertThat(recovered.image().targets()).isEqualTo(image.targets());
      assertThat(recovered.image().changed()).isEqualTo(image.changed());
      assertThat(log.snapshots().revisionsNewestFirst()).containsExactly(new Revision(9), BASE);
      assertThat(log.events().libraryNames(name -> true))
          .containsExactly(Bytes.of("a"), Bytes.of("b"));
      assertThat(Verifier.verify(log).reason()).isEmpty();
      return recovered.image();
    }
  }

  /** Writes a folder of the present format to {@code frozen.write}; run once for each format. */
  @Test
  @EnabledIfSystemProperty(
      named = "frozen.write",
      matches = ".+",
      disabledReason = "a tool, run once for each format")
  void writeAFolderToFreeze() throws IOException {
    List<Event> events = SampleEvents.withContested();
    try (DataFolder folder = DataFolder.open(path);
        LogStore log = LogStore.open(folder)) {
      append(log, events.subList(0, 4));
      Head base = log.events().head();
      log.snapshots().write(Snapshots.of(fold(events.subList(0, 4)), base));
      append(log, events.subList(4, 9));
      log.snapshots().write(Snapshots.of(fold(events.subList(0, 9)), log.events().head()));
      log.flush();
      append(log, events.subList(9, events.size()));
      Event last = events.get(events.size() - 1);
      Change compact =
          new Change.Compact(
              base.revision(), base.digest(), log.snapshots().digest(base.revision()));
      append(
          log,
          List.of(
              new Event(
                  last.revision().next(),
                  last.timeMs(),
                  last.orderTimeMs(),
                  last.actor(),
                  last.message(),
                  compact,
                  List.of())));
      log.compaction().begin(base);
      log.compaction().drop(done -> {});
      System.out.println("head digest: " + log.events().head().digest());
    }
    try (OutputStream file = Files.newOutputStream(Path.of(System.getProperty("frozen.write")));
        ZipOutputStream zip = new ZipOutputStream(file);
        Stream<Path> files = Files.walk(path)) {
      for (Path entry : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = path.relativize(entry).toString();
        if (!name.startsWith("log/LOG") && !name.startsWith("log/OPTIONS")) {
          zip.putNextEntry(new ZipEntry(name));
          Files.copy(entry, zip);
        }
      }
    }
  }

  private static void append(LogStore log, List<Event> events) {
    log.events()
        .append(
            events.stream()
                .map(event -> new LogEntry(event, SampleEvents.librariesOf(event)))
                .toList(),
            SampleEvents.sources());
  }

  private static RegistryImage fold(List<Event> events) {
    RegistryImage image = RegistryImage.EMPTY;
    for (Event event : events) {
      image = image.fold(event);
    }
    return image;
  }

  private void unpack(String resource) throws IOException {
    try (InputStream file = FrozenStoreTest.class.getResourceAsStream(resource);
        ZipInputStream zip = new ZipInputStream(file)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path target = path.resolve(entry.getName());
        Files.createDirectories(target.getParent());
        Files.copy(zip, target);
      }
    }
  }
}
