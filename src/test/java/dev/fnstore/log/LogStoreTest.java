package dev.fnstore.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.history.Recovery;
import dev.fnstore.history.RecoveryPlan;
import dev.fnstore.history.Snapshots;
import dev.fnstore.history.Verifier;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Event;
import dev.fnstore.model.Revision;
import dev.fnstore.registry.RegistryImage;
import dev.fnstore.testing.SampleEvents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/** The log on a real RocksDB: what goes in comes out, what is damaged is refused. */
final class LogStoreTest {
  @TempDir Path path;

  @Test
  void shouldGiveBackEveryKindOfEvent() {
    List<Event> written = SampleEvents.all();
    append(written);
    List<Event> read = new ArrayList<>();
    try (Open open = new Open()) {
      Head head =
          open.log
              .events()
              .replay(Head.EMPTY, new Revision(written.size()), (event, digest) -> read.add(event));
      assertThat(head).isEqualTo(open.log.events().head());
    }
    assertThat(read).isEqualTo(written);
  }

  @Test
  void shouldGiveBackEveryKindOfEventWithItsEffects() {
    checkEach(SampleEvents.ofFormat2());
  }

  @Test
  void shouldGiveBackEveryKindOfEventOfTargets() {
    checkEach(SampleEvents.ofFormat4());
  }

  @Test
  void shouldGiveBackWhatIsContested() {
    List<Event> written = SampleEvents.withContested();
    checkEach(written);
    assertThat(recover().targets().all())
        .singleElement()
        .satisfies(
            target ->
                assertThat(target.contested().get(Bytes.of("10.0.0.2:6379")))
                    .containsExactly(Bytes.of("a"), Bytes.of("b")));
  }

  private void checkEach(List<Event> written) {
    append(written);
    List<Event> read = new ArrayList<>();
    try (Open open = new Open()) {
      var unused =
          open.log
              .events()
              .replay(Head.EMPTY, new Revision(written.size()), (event, digest) -> read.add(event));
      assertThat(Verifier.verify(open.log).reason()).isEmpty();
    }
    assertThat(read).isEqualTo(written);
    writeSnapshot(9);
    assertThat(recover()).isEqualTo(fold(written));
  }

  private static RegistryImage fold(List<Event> events) {
    RegistryImage image = RegistryImage.EMPTY;
    for (Event event : events) {
      image = image.fold(event);
    }
    return image;
  }

  @Test
  void shouldChainEachEventToTheOneBefore() {
    append(SampleEvents.all());
    try (Open open = new Open()) {
      Digest digest = Digest.ZERO;
      for (long revision = 1; revision <= SampleEvents.all().size(); revision++) {
        StoredEvent stored = open.log.events().read(new Revision(revision)).orElseThrow();
        digest = Digest.of(digest.value(), stored.encoded());
        assertThat(stored.digest()).isEqualTo(digest);
      }
    }
  }

  @Test
  void shouldStoreASourceOnce() throws RocksDBException {
    append(SampleEvents.all());
    append(SampleEvents.loadedAgain());
    try (Open open = new Open();
        RocksIterator sources = open.database().iterator(Family.CODE)) {
      int count = 0;
      for (sources.seekToFirst(); sources.isValid(); sources.next()) {
        count++;
      }
      assertThat(count).isEqualTo(SampleEvents.sources().size());
      SampleEvents.sources()
          .forEach(
              (digest, source) -> assertThat(open.log.code().source(digest)).isEqualTo(source));
    }
  }

  @Test
  void shouldFindEventsByLibraryUserAndKind() throws RocksDBException {
    append(SampleEvents.all());
    try (Open open = new Open()) {
      assertThat(open.database().has(Family.BY_LIBRARY, Keys.index(Bytes.of("a"), new Revision(1))))
          .isTrue();
      assertThat(open.database().has(Family.BY_USER, Keys.index(Bytes.of("ann"), new Revision(1))))
          .isTrue();
      assertThat(
              open.database().has(Family.BY_KIND, Keys.index(Bytes.of("flush"), new Revision(4))))
          .isTrue();
    }
  }

  @Test
  void shouldRecoverTheSameFromASnapshotAsFromAllEvents() {
    append(SampleEvents.all());
    RegistryImage whole = recover();
    writeSnapshot(3);
    writeSnapshot(5);
    try (Open open = new Open()) {
      RecoveryPlan plan = Recovery.plan(open.log);
      assertThat(plan.base().revision()).isEqualTo(new Revision(5));
      assertThat(plan.passedOver()).isEmpty();
      assertThat(Verifier.verify(open.log).reason()).isEmpty();
    }
    assertThat(recover()).isEqualTo(whole);
  }

  @Test
  void shouldPassOverADamagedSnapshotForAnOlderOne() throws RocksDBException {
    append(SampleEvents.all());
    RegistryImage whole = recover();
    writeSnapshot(3);
    writeSnapshot(5);
    byte[] damaged = value(Family.SNAPSHOTS, 5);
    damaged[damaged.length / 2] ^= 1;
    put(Family.SNAPSHOTS, Keys.revision(new Revision(5)), damaged);
    try (Open open = new Open()) {
      RecoveryPlan plan = Recovery.plan(open.log);
      assertThat(plan.base().revision()).isEqualTo(new Revision(3));
      assertThat(plan.passedOver()).hasSize(1).first().asString().contains("revision 5");
      assertThat(Verifier.verify(open.log).holds()).isFalse();
    }
    assertThat(recover()).isEqualTo(whole);
  }

  @Test
  void shouldPassOverASnapshotOfAnotherHistory() {
    append(SampleEvents.all());
    RegistryImage whole = recover();
    try (Open open = new Open()) {
      Head stranger = new Head(new Revision(5), Digest.of(Bytes.of("stranger")), 0);
      open.log
          .snapshots()
          .write(new Snapshot(stranger, Revision.ZERO, List.of(), List.of(), List.of()));
    }
    assertThat(recover()).isEqualTo(whole);
  }

  @Test
  void shouldStopWhereASnapshotIsNewerThanTheLog() {
    append(SampleEvents.all());
    try (Open open = new Open()) {
      Head future = new Head(new Revision(100), Digest.ZERO, 0);
      open.log
          .snapshots()
          .write(new Snapshot(future, Revision.ZERO, List.of(), List.of(), List.of()));
      assertThatThrownBy(() -> Recovery.plan(open.log))
          .isInstanceOf(LogException.class)
          .hasMessageContaining("snapshot of revision 100")
          .hasMessageContaining("missing at its end");
    }
  }

  @Test
  void shouldStopAtEveryDamagedByteOfAnEvent() throws RocksDBException {
    append(SampleEvents.all());
    byte[] good = value(Family.EVENTS, 2);
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 0x20;
      put(Family.EVENTS, Keys.revision(new Revision(2)), bad);
      assertThatThrownBy(this::recover)
          .as("byte %d", i)
          .isInstanceOf(LogException.class)
          .hasMessageContaining("event 2");
    }
    put(Family.EVENTS, Keys.revision(new Revision(2)), good);
    recover();
  }

  @Test
  void shouldStopAtAMissingEvent() throws RocksDBException {
    append(SampleEvents.all());
    try (Open open = new Open();
        WriteBatch batch = new WriteBatch()) {
      open.database().delete(batch, Family.EVENTS, Keys.revision(new Revision(3)));
      open.database().write(batch);
    }
    assertThatThrownBy(this::recover).hasMessageContaining("event 3 is missing: the next one is 4");
  }

  @Test
  void shouldReadEventsTogetherAsOneByOne() throws RocksDBException {
    append(SampleEvents.all());
    List<Revision> wanted = List.of(new Revision(5), new Revision(3), new Revision(1));
    try (Open open = new Open();
        WriteBatch batch = new WriteBatch()) {
      EventReader events = open.log.events();
      assertThat(events.entries(wanted)).isEqualTo(wanted.stream().map(events::entry).toList());
      assertThat(events.entries(List.of())).isEmpty();
      open.database().delete(batch, Family.EVENTS, Keys.revision(new Revision(3)));
      open.database().write(batch);
      assertThatThrownBy(() -> events.entries(wanted))
          .isInstanceOf(LogException.class)
          .hasMessageContaining("event 3 is missing");
    }
  }

  @Test
  void shouldStopAtSwappedEvents() throws RocksDBException {
    append(SampleEvents.all());
    byte[] second = value(Family.EVENTS, 2);
    put(Family.EVENTS, Keys.revision(new Revision(2)), value(Family.EVENTS, 3));
    put(Family.EVENTS, Keys.revision(new Revision(3)), second);
    assertThatThrownBy(this::recover).hasMessageContaining("event 2");
  }

  @Test
  void shouldTellOfADamagedOrMissingSource() throws RocksDBException {
    append(SampleEvents.all());
    Digest digest = SampleEvents.sources().keySet().iterator().next();
    put(Family.CODE, digest.value().shared(), new byte[] {1, 2, 3});
    try (Open open = new Open()) {
      assertThatThrownBy(() -> open.log.code().source(digest))
          .isInstanceOf(LogException.class)
          .hasMessageContaining("source " + digest);
      assertThat(Verifier.verify(open.log).reason().orElseThrow()).contains("event ");
    }
  }

  @Test
  void shouldRefuseAFormatThatItDoesNotKnow() throws RocksDBException {
    append(SampleEvents.all());
    put(
        Family.META,
        "format".getBytes(StandardCharsets.US_ASCII),
        "99".getBytes(StandardCharsets.US_ASCII));
    assertThatThrownBy(Open::new)
        .hasMessageContaining("has format 99")
        .hasMessageContaining("formats 1, 2, 3 and 4");
  }

  @Test
  void shouldBeginAnewWhereACreationDied() throws IOException {
    Files.createDirectories(path.resolve("log.new"));
    Files.writeString(path.resolve("log.new/000001.log"), "half");
    append(SampleEvents.all());
    assertThat(Files.exists(path.resolve("log.new"))).isFalse();
  }

  @Test
  void shouldRefuseAFolderThatIsInUseOrIsNone() throws IOException {
    try (Open open = new Open()) {
      assertThatThrownBy(() -> DataFolder.open(path)).hasMessageContaining("is in use by another");
      assertThat(open.log.events().head()).isEqualTo(Head.EMPTY);
    }
    Path file = path.resolve("file");
    Files.writeString(file, "");
    assertThatThrownBy(() -> DataFolder.open(file)).hasMessageContaining("--data-dir");
  }

  private void append(List<Event> events) {
    try (Open open = new Open()) {
      Revision last = open.log.events().head().revision();
      List<LogEntry> entries =
          SampleEvents.after(events, last).stream()
              .map(event -> new LogEntry(event, SampleEvents.librariesOf(event)))
              .toList();
      open.log.events().append(entries, SampleEvents.sources());
    }
  }

  private RegistryImage recover() {
    try (Open open = new Open()) {
      return Recovery.run(open.log, Recovery.plan(open.log)).image();
    }
  }

  private void writeSnapshot(long revision) {
    try (Open open = new Open()) {
      List<RegistryImage> images = new ArrayList<>(List.of(RegistryImage.EMPTY));
      Head head =
          open.log
              .events()
              .replay(
                  Head.EMPTY,
                  new Revision(revision),
                  (event, digest) -> images.add(images.get(images.size() - 1).fold(event)));
      RegistryImage image = images.get(images.size() - 1);
      open.log.snapshots().write(Snapshots.of(image, head));
    }
  }

  private byte[] value(Family family, long revision) throws RocksDBException {
    try (Open open = new Open()) {
      byte[] value = open.database().get(family, Keys.revision(new Revision(revision)));
      assertThat(value).isNotNull();
      return value == null ? new byte[0] : value;
    }
  }

  private void put(Family family, byte[] key, byte[] value) throws RocksDBException {
    try (Open open = new Open();
        WriteBatch batch = new WriteBatch()) {
      open.database().put(batch, family, key, value);
      open.database().write(batch);
    }
  }

  /** The folder and its log, open. */
  private final class Open implements AutoCloseable {
    private final DataFolder folder = DataFolder.open(path);
    private final LogStore log;

    Open() {
      try {
        log = LogStore.open(folder);
      } catch (LogException e) {
        folder.close();
        throw e;
      }
    }

    Database database() {
      return log.database();
    }

    @Override
    public void close() {
      log.close();
      folder.close();
    }
  }
}
