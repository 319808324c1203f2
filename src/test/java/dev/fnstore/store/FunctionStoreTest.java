package dev.fnstore.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.engine.Engines;
import dev.fnstore.engine.LibraryInstance;
import dev.fnstore.engine.ScriptException;
import dev.fnstore.engine.ServerIdentity;
import dev.fnstore.engine.lua.LuaEngine;
import dev.fnstore.history.SnapshotPolicy;
import dev.fnstore.history.Verifier;
import dev.fnstore.log.DataFolder;
import dev.fnstore.log.Head;
import dev.fnstore.log.LogStore;
import dev.fnstore.model.Actor;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Effect;
import dev.fnstore.model.Event;
import dev.fnstore.model.RegisteredLibrary;
import dev.fnstore.model.RestorePolicy;
import dev.fnstore.model.Revision;
import dev.fnstore.registry.RefusedException;
import dev.fnstore.registry.RegistryImage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The single writer, on a real log and with the real engine. */
final class FunctionStoreTest {
  private static final Actor ANN =
      new Actor(
          Bytes.of("default"),
          Bytes.of("127.0.0.1:5"),
          Bytes.of("ann"),
          Bytes.of("cli"),
          Bytes.of("1"));

  @TempDir Path folder;

  private long nowMs = 1_000_000;
  private FunctionStore store;

  @BeforeEach
  void open() {
    store =
        FunctionStore.open(
            new StoreOptions(folder, () -> Instant.ofEpochMilli(nowMs), () -> 0),
            new Engines(List.of(new LuaEngine(ServerIdentity.REFERENCE))));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void shouldPublishOnlyWhatIsCommitted() throws RefusedException {
    load("a", "f");
    assertThat(store.pending().library(Bytes.of("a"))).isPresent();
    assertThat(store.published().library(Bytes.of("a"))).isEmpty();
    assertThat(store.hasStaged()).isTrue();
    store.commit();
    assertThat(store.published()).isSameAs(store.pending());
    assertThat(store.hasStaged()).isFalse();
    assertThat(store.head().revision()).isEqualTo(store.published().revision());
  }

  @Test
  void shouldForgetWhatWasNeverCommitted() throws RefusedException {
    load("a", "f");
    store.commit();
    load("b", "g");
    reopen();
    assertThat(store.pending().libraryCount()).isEqualTo(1);
  }

  @Test
  void shouldGiveTheSourceOfAStagedLibrary() throws RefusedException {
    load("a", "f");
    RegisteredLibrary library = store.pending().library(Bytes.of("a")).orElseThrow();
    assertThat(store.source(library.library().digest())).isEqualTo(source("a", "f"));
  }

  @Test
  void shouldStartALibraryOnceForEachModification() throws RefusedException, ScriptException {
    load("a", "f");
    LibraryInstance first = store.instance(registered("a"));
    assertThat(store.instance(registered("a"))).isSameAs(first);
    load("b", "g");
    assertThat(store.instance(registered("a"))).isSameAs(first);
    load("a", "f");
    assertThat(store.instance(registered("a"))).isNotSameAs(first);
  }

  @Test
  void shouldNeverLetOrderTimeRunBackwards() throws RefusedException {
    load("a", "f");
    nowMs -= 5000;
    load("b", "g");
    nowMs += 9000;
    load("c", "h");
    store.commit();
    List<Event> events = events();
    assertThat(events).extracting(Event::timeMs).containsExactly(1_000_000L, 995_000L, 1_004_000L);
    assertThat(events)
        .extracting(Event::orderTimeMs)
        .containsExactly(1_000_000L, 1_000_000L, 1_004_000L);
    nowMs = 1;
    load("d", "i");
    store.commit();
    assertThat(events().get(3).orderTimeMs()).isEqualTo(1_004_000L);
  }

  @Test
  void shouldSayWhatEachEventDidToLibraries() throws RefusedException {
    load("a", "f");
    load("b", "g");
    load("a", "h");
    Bytes payload = store.dump(10);
    store.flush(Intent.of(ANN));
    store.restore(payload, RestorePolicy.APPEND, true, Intent.of(ANN));
    store.delete(Bytes.of("b"), Intent.of(ANN));
    store.commit();
    Digest f = Digest.of(source("a", "f"));
    Digest g = Digest.of(source("b", "g"));
    Digest h = Digest.of(source("a", "h"));
    assertThat(events())
        .extracting(Event::effects)
        .containsExactly(
            List.of(new Effect(Bytes.of("a"), null, f, 1)),
            List.of(new Effect(Bytes.of("b"), null, g, 1)),
            List.of(new Effect(Bytes.of("a"), f, h, 2)),
            List.of(new Effect(Bytes.of("a"), h, null, 0), new Effect(Bytes.of("b"), g, null, 0)),
            List.of(new Effect(Bytes.of("a"), null, h, 1), new Effect(Bytes.of("b"), null, g, 1)),
            List.of(new Effect(Bytes.of("b"), g, null, 0)));
  }

  @Test
  void shouldRefuseWhatWasDecidedOnAnOlderRevision() throws RefusedException {
    store.load(source("a", "f"), false, at(0));
    assertStale(() -> store.load(source("a", "g"), true, at(0)), "library 'a' is at revision 1");
    assertStale(() -> store.load(source("a", "g"), false, at(0)), "library 'a' is at revision 1");
    store.load(source("a", "g"), true, at(1));
    assertStale(() -> store.delete(Bytes.of("a"), at(1)), "library 'a' is at revision 2, not at 1");
    assertStale(() -> store.delete(Bytes.of("x"), at(1)), "library 'x' is at revision 0");
    assertStale(() -> store.flush(at(1)), "the registry is at revision 2, not at 1");
    store.flush(at(2));
    store.flush(at(3)); // of an empty registry: an event, which changes no library
    Bytes payload = store.dump(10);
    assertStale(
        () -> store.restore(payload, RestorePolicy.FLUSH, true, at(5)),
        "the registry is at revision 3, not at 5"); // there is no such revision yet
    store.commit();
    assertThat(events()).hasSize(4);
    reopen();
    assertStale(() -> store.flush(at(2)), "the registry is at revision 3, not at 2");
    assertStale(() -> store.flush(at(5)), "the registry is at revision 3, not at 5");
    store.flush(at(4)); // who has seen 4 has seen 3, the last that changed a library
    store.commit();
    assertThat(events()).hasSize(5);
  }

  private static Intent at(long revision) {
    return new Intent(ANN, Bytes.EMPTY, new Revision(revision));
  }

  private static void assertStale(ThrowingCallable change, String text) {
    assertThatThrownBy(change)
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.line().toText()).startsWith("STALE ").contains(text));
  }

  @Test
  void shouldNoteWhoDidIt() throws RefusedException {
    load("a", "f");
    store.commit();
    assertThat(events().get(0).actor()).isEqualTo(ANN);
  }

  @Test
  void shouldRestoreWhatItDumped() throws RefusedException {
    load("a", "f");
    load("b", "g");
    Bytes payload = store.dump(10);
    assertThat(store.dump(10)).isSameAs(payload);
    store.flush(Intent.of(ANN));
    store.restore(payload, RestorePolicy.APPEND, true, Intent.of(ANN));
    assertThat(store.dump(10)).isEqualTo(payload);
    assertThatThrownBy(() -> store.restore(payload, RestorePolicy.APPEND, true, Intent.of(ANN)))
        .hasMessage("Library a already exists");
  }

  @Test
  void shouldWriteSnapshotsAsHistoryGrowsAndRecoverFromThem() throws RefusedException {
    for (int i = 0; i < 3 * SnapshotPolicy.LEAST_WEIGHT; i++) {
      load("lib" + i % 7, "f" + i % 7);
      if (i % 100 == 99) {
        store.commit();
      }
    }
    RegistryImage before = store.pending();
    reopen();
    assertThat(store.pending()).isEqualTo(before);
    store.close();
    try (DataFolder owned = DataFolder.open(folder);
        LogStore log = LogStore.open(owned)) {
      assertThat(log.snapshots().revisionsNewestFirst()).hasSizeBetween(2, 3);
      assertThat(Verifier.verify(log).reason()).isEmpty();
    }
    open();
  }

  @Test
  void shouldReloadFromDiskWhatItHeld() throws RefusedException, ScriptException {
    load("a", "f");
    LibraryInstance before = store.instance(registered("a"));
    RegistryImage image = store.pending();
    store.reload();
    assertThat(store.pending()).isEqualTo(image);
    assertThat(store.instance(registered("a"))).isNotSameAs(before);
  }

  private List<Event> events() {
    store.close();
    List<Event> events = new ArrayList<>();
    try (DataFolder owned = DataFolder.open(folder);
        LogStore log = LogStore.open(owned)) {
      var unused =
          log.events()
              .replay(
                  Head.EMPTY, log.events().head().revision(), (event, digest) -> events.add(event));
    }
    open();
    return events;
  }

  private void reopen() {
    store.close();
    open();
  }

  private void load(String name, String function) throws RefusedException {
    store.load(source(name, function), true, Intent.of(ANN));
  }

  private RegisteredLibrary registered(String name) {
    return store.pending().library(Bytes.of(name)).orElseThrow();
  }

  private static Bytes source(String name, String function) {
    return Bytes.of(
        "#!lua name=" + name + "\nserver.register_function('" + function + "', function() end)");
  }
}
