package dev.fnstore.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.history.Recovery;
import dev.fnstore.history.Snapshots;
import dev.fnstore.history.Verifier;
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

/**
 * Data folders written by earlier versions stay readable forever: each is kept under {@code
 * src/test/resources/frozen} as it was written, and never written again.
 */
final class FrozenStoreTest {
  private static final String FORMAT_1 = "/frozen/format-1.zip";

  /** The digest of the last event of that folder: its bytes are the very bytes of then. */
  private static final String FORMAT_1_HEAD =
      "abff2de7e4b227f77271bc1157f59e5d03a9d1ead619eb1aad8dd3dee92ded3f";

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

  /** Writes a folder of the present format to {@code frozen.write}; run once for each format. */
  @Test
  @EnabledIfSystemProperty(
      named = "frozen.write",
      matches = ".+",
      disabledReason = "a tool, run once for each format")
  void writeAFolderToFreeze() throws IOException {
    List<Event> events = SampleEvents.all();
    try (DataFolder folder = DataFolder.open(path);
        LogStore log = LogStore.open(folder)) {
      append(log, events.subList(0, 5));
      RegistryImage image = fold(events.subList(0, 5));
      log.snapshots().write(Snapshots.of(image, log.events().head()));
      log.flush();
      append(log, events.subList(5, events.size()));
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
