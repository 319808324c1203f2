package dev.fnstore.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Glob;
import dev.fnstore.engine.Engines;
import dev.fnstore.engine.ServerIdentity;
import dev.fnstore.engine.lua.LuaEngine;
import dev.fnstore.history.HistoryView;
import dev.fnstore.history.LibraryDifference;
import dev.fnstore.history.Verification;
import dev.fnstore.model.Actor;
import dev.fnstore.model.Digest;
import dev.fnstore.model.RestorePolicy;
import dev.fnstore.model.Revision;
import dev.fnstore.registry.RefusedException;
import dev.fnstore.registry.RegistryImage;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Over random histories: the registry as of every revision is what it was right after that
 * revision, through snapshots, restarts and rollbacks. A failing seed is printed; {@code
 * -Dasof.seed=N} replays it.
 */
final class AsOfTest {
  private static final Actor SOMEBODY =
      new Actor(
          Bytes.of("default"), Bytes.of("127.0.0.1:5"), Bytes.EMPTY, Bytes.EMPTY, Bytes.EMPTY);
  private static final int EVENTS = 2_600; // so that snapshots are taken on the way
  private static final int NAMES = 12;

  @TempDir Path folder;

  private final long seed = Long.getLong("asof.seed", new Random().nextInt());
  private final Random random = new Random(seed);

  /** What was there right after each revision, from 0 on. */
  private final List<RegistryImage> images = new ArrayList<>(List.of(RegistryImage.EMPTY));

  private final List<Bytes> dumps = new ArrayList<>();
  private final List<Digest> digests = new ArrayList<>(List.of(Digest.ZERO));
  private FunctionStore store;

  @BeforeEach
  void open() throws RefusedException {
    store =
        FunctionStore.open(
            new StoreOptions(folder, InstantSource.system(), () -> 0),
            new Engines(List.of(new LuaEngine(ServerIdentity.REFERENCE))));
    if (dumps.isEmpty()) {
      dumps.add(store.dump(10));
    }
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void shouldBeAsItWasRightAfterEachRevision() throws RefusedException {
    System.out.println("as-of test, seed " + seed);
    for (int i = 0; i < EVENTS; i++) {
      change();
      store.commit();
      images.add(store.published());
      dumps.add(store.dump(10));
      digests.add(store.head().digest());
      if (random.nextInt(400) == 0) {
        close();
        open();
      }
    }
    close();
    open();
    assertThat(store.figures().lastSnapshot())
        .isEmpty(); // what follows reads those that are stored
    List<Integer> revisions = new ArrayList<>();
    for (int revision = 0; revision < images.size(); revision++) {
      revisions.add(revision);
    }
    Collections.shuffle(revisions, random);
    for (int revision : revisions.subList(0, 500)) {
      assertIsAsItWas(revision);
    }
    for (int revision : revisions.subList(500, 600)) {
      assertDiffersAsImagesDo(revision, random.nextInt(images.size())); // most by images
      int near = Math.min(images.size() - 1, revision + random.nextInt(8)); // by events
      assertDiffersAsImagesDo(revision, near);
      assertDiffersAsImagesDo(near, revision);
    }
  }

  private void assertDiffersAsImagesDo(int from, int to) {
    try (HistoryView view = store.history().view()) {
      for (String pattern : List.of("*", "LIB1*", "lib3")) {
        Glob glob = Glob.ignoringCase(Bytes.of(pattern));
        assertThat(view.differences(new Revision(from), new Revision(to), glob))
            .as("seed %s, from %s to %s, %s", seed, from, to, pattern)
            .isEqualTo(
                LibraryDifference.between(
                    images.get(from).libraries(glob), images.get(to).libraries(glob)));
      }
    }
  }

  private void assertIsAsItWas(int revision) throws RefusedException {
    try (HistoryView view = store.history().view()) {
      RegistryImage image = view.image(new Revision(revision));
      assertThat(image).as("seed %s, revision %s", seed, revision).isEqualTo(images.get(revision));
      assertSingleLibrariesAreAsInTheImage(view, images.get(revision));
      assertThat(FunctionStore.dump(image, view::source, 10))
          .as("seed %s, revision %s", seed, revision)
          .isEqualTo(dumps.get(revision));
      if (revision > 0 && revision % 50 == 0) {
        Revision at = new Revision(revision);
        var known = new Verification.Known(at, digests.get(revision));
        assertThat(view.verify(new Verification(at, at, known)).reason()).isEmpty();
      }
    }
  }

  /** They are looked up by their own events, without an image. */
  private void assertSingleLibrariesAreAsInTheImage(HistoryView view, RegistryImage image) {
    for (int i = 0; i < NAMES; i++) {
      Bytes name = Bytes.of("lib" + i);
      assertThat(view.library(name, image.revision()))
          .as("seed %s, revision %s, %s", seed, image.revision(), name)
          .isEqualTo(image.library(name));
      Glob literal = Glob.ignoringCase(Bytes.of("LIB" + i));
      assertThat(view.libraries(literal, image.revision())).isEqualTo(image.libraries(literal));
    }
  }

  private void change() throws RefusedException {
    int dice = random.nextInt(100);
    Intent intent = Intent.of(SOMEBODY);
    if (dice < 70) {
      store.load(source(random.nextInt(NAMES), random.nextInt(40)), true, intent);
    } else if (dice < 80) {
      List<Bytes> names =
          store.pending().libraries().stream().map(library -> library.library().name()).toList();
      if (names.isEmpty()) {
        store.flush(intent);
      } else {
        store.delete(names.get(random.nextInt(names.size())), intent);
      }
    } else if (dice < 84) {
      store.flush(intent);
    } else if (dice < 90) {
      RestorePolicy policy = random.nextBoolean() ? RestorePolicy.FLUSH : RestorePolicy.REPLACE;
      store.restore(dumps.get(random.nextInt(dumps.size())), policy, true, intent);
    } else if (dice < 94) {
      store
          .historyChanges()
          .tag(
              Bytes.of("tag" + random.nextInt(4)),
              new Revision(random.nextInt(images.size())),
              intent);
    } else {
      int to = random.nextInt(images.size());
      RegistryImage past = images.get(to);
      boolean all = random.nextBoolean();
      var plan =
          store
              .historyChanges()
              .rollback(past, name -> all || name.at(name.length() - 1) % 2 == 0, intent);
      assertThat(plan.to()).isEqualTo(new Revision(to));
      if (all) {
        assertThat(store.pending().libraries().stream().map(library -> library.library()).toList())
            .isEqualTo(past.libraries().stream().map(library -> library.library()).toList());
      }
    }
  }

  private static Bytes source(int name, int text) {
    return Bytes.of(
        "#!lua name=lib%s\n-- %s\nserver.register_function('f%s', function() return %s end)"
            .formatted(name, text, name, text));
  }
}
