package dev.fnstore.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Glob;
import dev.fnstore.engine.Engines;
import dev.fnstore.engine.ServerIdentity;
import dev.fnstore.engine.lua.LuaEngine;
import dev.fnstore.history.HistoryView;
import dev.fnstore.history.Verification;
import dev.fnstore.log.DataFolder;
import dev.fnstore.log.Head;
import dev.fnstore.log.LogEntry;
import dev.fnstore.log.LogException;
import dev.fnstore.log.LogStore;
import dev.fnstore.log.Snapshot;
import dev.fnstore.log.Tampering;
import dev.fnstore.model.Actor;
import dev.fnstore.model.Change;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Event;
import dev.fnstore.model.Point;
import dev.fnstore.model.RegisteredLibrary;
import dev.fnstore.model.Revision;
import dev.fnstore.registry.RefusedException;
import dev.fnstore.registry.RegistryImage;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a compaction drops, keeps, and goes on with after a crash. */
final class CompactionTest {
  private static final Intent INTENT =
      Intent.of(
          new Actor(
              Bytes.of("default"), Bytes.of("127.0.0.1:5"), Bytes.EMPTY, Bytes.EMPTY, Bytes.EMPTY));

  @TempDir Path folder;

  private final List<RegistryImage> images = new ArrayList<>(List.of(RegistryImage.EMPTY));
  private FunctionStore store;

  @BeforeEach
  void open() {
    store =
        FunctionStore.open(
            new StoreOptions(folder, InstantSource.system(), () -> 0),
            new Engines(List.of(new LuaEngine(ServerIdentity.REFERENCE))));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void reopen() {
    close();
    open();
  }

  @Test
  void shouldAnswerAsBeforeFromItsBaseOn() throws RefusedException {
    makeHistory(40);
    Digest known = digestAt(30);
    compact(20);
    reopen(); // which waits for what is dropped
    assertThat(store.figures().base()).isEqualTo(new Revision(20));
    for (int revision = 20; revision < images.size(); revision++) {
      assertIsAsItWas(revision);
    }
    try (HistoryView view = store.history().view()) {
      assertThatThrownBy(() -> view.resolve(new Point.AtRevision(new Revision(19))))
          .hasMessage("revision 19 is compacted: the log begins at revision 20");
      assertThatThrownBy(() -> view.entry(new Revision(20))).hasMessageContaining("is compacted");
      var expected = new Verification.Known(new Revision(30), known);
      assertThat(view.verify(new Verification(null, null, expected)).reason()).isEmpty();
      assertThat(view.verify(Verification.WHOLE).events()).isEqualTo(21);
      var before = new Verification(new Revision(3), null, null);
      assertThatThrownBy(() -> view.verify(before))
          .hasMessage("revision 3 is compacted: the log begins at revision 20");
    }
    assertThatThrownBy(() -> compact(20)).hasMessage("the log begins at revision 20 already");
    makeHistory(5);
    compact(44);
    reopen();
    assertIsAsItWas(44);
    try (HistoryView view = store.history().view()) {
      assertThat(view.verify(Verification.WHOLE).reason()).isEmpty();
    }
  }

  @Test
  void shouldDropSourcesThatNothingNeedsAnyMore() throws RefusedException {
    makeHistory(10);
    store.load(Bytes.of(source("short_lived", 1)), true, INTENT);
    commit();
    store.delete(Bytes.of("short_lived"), INTENT);
    commit();
    makeHistory(28);
    Digest gone = digest("lib1", 1);
    Digest kept = images.get(20).libraries().iterator().next().library().digest();
    compact(20);
    close();
    try (DataFolder data = DataFolder.open(folder);
        LogStore log = LogStore.open(data)) {
      assertThatThrownBy(() -> log.code().source(gone)).hasMessageContaining("is missing");
      assertThat(Digest.of(log.code().source(kept))).isEqualTo(kept);
      assertThat(log.events().read(new Revision(20))).isEmpty();
      assertThat(log.events().libraryNames(name -> true))
          .as("a name that neither an event nor the image has any more")
          .doesNotContain(Bytes.of("short_lived"));
      assertThat(log.snapshots().revisionsNewestFirst()).containsExactly(new Revision(20));
    }
    open();
  }

  @Test
  void shouldListTheNamesOfItsBaseWhereTheFormatBeforeDidNot() throws RefusedException {
    makeHistory(20);
    compact(20);
    close();
    Tampering.makeFormat2(folder);
    open();
    List<Bytes> names =
        images.get(20).libraries().stream().map(library -> library.library().name()).toList();
    store.load(Bytes.of(source(names.get(0).toText(), 77)), true, INTENT);
    store.delete(names.get(1), INTENT);
    store.commit();
    try (HistoryView view = store.history().view()) {
      assertThat(view.verify(Verification.WHOLE).reason()).isEmpty();
    }
    close();
    try (DataFolder data = DataFolder.open(folder);
        LogStore log = LogStore.open(data)) {
      assertThat(log.events().libraryNames(name -> true)).containsAll(names);
    }
    open();
  }

  /** A log from a backup has a compaction before it that its first start carries out. */
  @Test
  void shouldRefuseToRollBackToWhatAStartIsAboutToDrop() throws RefusedException {
    makeHistory(10);
    RegistryImage past = images.get(3);
    Change.Compact compact = prepare(5);
    close();
    Tampering.removeSnapshot(folder, 5);
    append(compact);
    open();
    assertThatThrownBy(() -> store.historyChanges().rollback(past, name -> true, INTENT))
        .hasMessage("revision 3 is compacted: the log begins at revision 5");
    reopen(); // which waits for what is dropped
    assertThat(store.figures().base()).isEqualTo(new Revision(5));
    try (HistoryView view = store.history().view()) {
      assertThat(view.verify(Verification.WHOLE).reason()).isEmpty();
    }
  }

  /** Commits a compaction, and nothing is done of it. */
  private void append(Change.Compact compact) {
    try (DataFolder data = DataFolder.open(folder);
        LogStore log = LogStore.open(data)) {
      Head head = log.events().head();
      Event event =
          new Event(
              head.revision().next(),
              head.orderTimeMs(),
              head.orderTimeMs(),
              INTENT.actor(),
              Bytes.EMPTY,
              compact,
              List.of());
      log.events().append(List.of(new LogEntry(event, List.of())), Map.of());
    }
  }

  @Test
  void shouldRefuseToRollBackToWhatIsBeingDropped() throws RefusedException {
    makeHistory(10);
    RegistryImage past = images.get(3);
    compact(5);
    assertThatThrownBy(() -> store.historyChanges().rollback(past, name -> true, INTENT))
        .hasMessage("revision 3 is compacted: the log begins at revision 5");
  }

  @Test
  void shouldGoOnAfterACrashAtAnyStep() throws RefusedException {
    makeHistory(30);
    Change.Compact compact = prepare(12);
    close();
    for (int step = 0; step < 3; step++) {
      try (DataFolder data = DataFolder.open(folder);
          LogStore log = LogStore.open(data)) {
        if (step == 1) {
          log.compaction().begin(log.snapshots().read(new Revision(12)).head());
        } else if (step == 2) {
          log.compaction().drop(done -> {});
          assertThat(log.compaction().isUnfinished()).isFalse();
        }
      }
      open();
      if (step == 0) { // committed, and the process dies before anything is done
        store.historyChanges().compact(compact, INTENT);
        store.commit();
        images.add(store.published());
      }
      reopen();
      assertThat(store.figures().base()).isEqualTo(new Revision(12));
      for (int revision = 12; revision < images.size(); revision++) {
        assertIsAsItWas(revision);
      }
      close();
    }
    open();
  }

  @Test
  void shouldNotStartWhereItsBaseIsDamaged() throws RefusedException {
    makeHistory(10);
    compact(5);
    close();
    try (DataFolder data = DataFolder.open(folder);
        LogStore log = LogStore.open(data)) {
      var other = log.snapshots().read(new Revision(5));
      var unused =
          log.snapshots()
              .write(
                  new Snapshot(
                      new Head(new Revision(5), Digest.ZERO, other.head().orderTimeMs()),
                      other.changed(),
                      other.libraries(),
                      other.tags(),
                      other.targets()));
    }
    assertThatThrownBy(this::open)
        .isInstanceOf(LogException.class)
        .hasMessageContaining("cannot be read from where it begins")
        .hasMessageContaining("bring it back from a backup");
    folder = folder.resolve("other");
    open();
  }

  private void makeHistory(int events) throws RefusedException {
    for (int i = 0; i < events; i++) {
      int number = images.size();
      if (number % 7 == 0) {
        store.delete(store.pending().libraries().iterator().next().library().name(), INTENT);
      } else {
        store.load(Bytes.of(source("lib" + number % 5, number)), true, INTENT);
      }
      store.commit();
      images.add(store.published());
    }
  }

  private void commit() {
    store.commit();
    images.add(store.published());
  }

  private void compact(int base) throws RefusedException {
    store.historyChanges().compact(prepare(base), INTENT);
    store.commit();
    images.add(store.published());
  }

  private Change.Compact prepare(int base) {
    try (HistoryView view = store.history().view()) {
      return store.historyChanges().prepareCompaction(view, new Revision(base));
    }
  }

  private Digest digestAt(int revision) throws RefusedException {
    try (HistoryView view = store.history().view()) {
      return view.entry(new Revision(revision)).digest();
    }
  }

  private void assertIsAsItWas(int revision) throws RefusedException {
    try (HistoryView view = store.history().view()) {
      RegistryImage image = view.image(new Point.AtRevision(new Revision(revision)));
      assertThat(image).as("revision %s", revision).isEqualTo(images.get(revision));
      assertThat(FunctionStore.dump(image, view::source, 10).length()).isPositive();
      for (RegistryImage other : images) { // all that ever were there
        for (RegisteredLibrary library : other.libraries()) {
          Bytes name = library.library().name();
          assertThat(view.library(name, image.revision())).isEqualTo(image.library(name));
          Glob literal = Glob.ignoringCase(name);
          assertThat(view.libraries(literal, image.revision())).isEqualTo(image.libraries(literal));
        }
      }
    }
  }

  private static Digest digest(String name, int number) {
    return Digest.of(Bytes.of(source(name, number)));
  }

  private static String source(String name, int number) {
    return "#!lua name=%s\n-- %s\nserver.register_function('f_%s', function() return 1 end)"
        .formatted(name, number, name);
  }
}
