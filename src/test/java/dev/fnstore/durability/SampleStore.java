package dev.fnstore.durability;

import dev.fnstore.testing.Folders;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** A sound store, closed, and what it means. */
record SampleStore(String name, Path folder, StoreContents contents) {

  /**
   * Stores that hold their events in write-ahead logs, in table files, in both, with snapshots, and
   * in records of several blocks.
   *
   * @param folder where to make them
   */
  static List<SampleStore> makeAll(Path folder, long seed) {
    return List.of(
        make(folder, "in its log", seed, store -> store.change(50, 80)),
        make(folder, "in tables", seed + 1, store -> store.change(50, 80).flush()),
        make(
            folder,
            "in tables and in its log",
            seed + 2,
            store -> store.change(30, 80).flush().change(20, 80)),
        make(
            folder,
            "with snapshots",
            seed + 3,
            store ->
                store.change(20, 40).snapshot().change(20, 40).flush().snapshot().change(5, 40)),
        make(
            folder,
            "opened often",
            seed + 4,
            store -> store.change(5, 40).change(5, 40).flush().change(5, 40).change(5, 40).flush()),
        make(folder, "with long records", seed + 5, store -> store.change(6, 90_000)));
  }

  private static SampleStore make(Path folder, String name, long seed, Consumer<StoreMaker> steps) {
    Path path = folder.resolve(name.replace(' ', '-'));
    steps.accept(new StoreMaker(path, seed));
    // Read from a copy: reading opens, and opening moves the log into tables.
    Path copy = folder.resolve("read");
    Folders.copy(path, copy);
    StoreContents contents = StoreContents.read(copy);
    Folders.delete(copy);
    return new SampleStore(name, path, contents);
  }

  /** The files of its log whose names match. */
  List<Path> files(String pattern) {
    return Folders.files(folder.resolve("log")).stream()
        .filter(file -> file.getFileName().toString().matches(pattern))
        .filter(file -> file.toFile().length() > 0)
        .toList();
  }
}
