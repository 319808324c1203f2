package dev.fnstore.durability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A folder as a power cut leaves it, computed from what a process did to it. The fault model:
 *
 * <ul>
 *   <li>A file keeps what was written to it before a sync of it began that completed. Of what was
 *       written after that it keeps all, nothing, a beginning, or its whole length with sectors of
 *       512 bytes that were never written, which read as zeros (or as anything: {@link
 *       Tails#GARBAGE}).
 *   <li>Names are made, changed and removed in the order of a journal: a beginning of all that was
 *       done is there; and whatever was done in a folder before a sync of that folder began that
 *       completed is there too. A sync of a file says nothing about its name.
 *   <li>What a completed sync covers stays: a disk that lies about it is not modelled, since no
 *       server can survive it.
 * </ul>
 */
final class DiskModel {
  static final int SECTOR_BYTES = 512;

  /** So little of a record in a lost sector may be refused as damage instead of cut off. */
  private static final int LEAST_LOST_BYTES = 16;

  private final List<Step> steps = new ArrayList<>();
  private final Map<Integer, Inode> open = new HashMap<>();
  private final Map<String, Sync> syncs = new HashMap<>();
  private final Inode root = new Inode(true);
  private int processes;

  /** What becomes of written bytes that no sync covers. */
  enum Tails {
    NOTHING,
    EVERYTHING,
    BEGINNING,
    ZEROS,
    GARBAGE
  }

  /** A file or a folder, whatever its name. */
  private static final class Inode {
    private final boolean isFolder;
    private final Map<String, Inode> entries = new TreeMap<>();
    private byte[] content = {};
    private int syncedLength;

    Inode(boolean isFolder) {
      this.isFolder = isFolder;
    }
  }

  /** A change of names: one entry, or with a rename two. */
  private static final class Step {
    private final List<Entry> entries;
    private boolean synced;

    Step(List<Entry> entries) {
      this.entries = entries;
    }
  }

  private record Entry(Inode folder, String name, @Nullable Inode inode) {}

  private record Sync(Inode inode, int length, int steps) {}

  /** What is done at a moment, to the disk as it is then. */
  interface Moment {
    void at(int note, DiskModel disk) throws IOException;
  }

  /**
   * Follows all notes, and stops at some.
   *
   * @param moments indexes of the notes behind which {@code moment} is called
   */
  static void follow(List<Note> notes, Set<Integer> moments, Moment moment) throws IOException {
    DiskModel disk = new DiskModel();
    for (int at = 0; at < notes.size(); at++) {
      disk.follow(notes.get(at));
      if (moments.contains(at)) {
        moment.at(at, disk);
      }
    }
  }

  /** What happens next. */
  void follow(Note note) {
    switch (note.kind()) {
      case STARTED -> {
        open.clear();
        processes++;
      }
      case OPENED -> opened(note);
      case WRITTEN -> written(opened(note.file()), note);
      case TRUNCATED -> truncate(opened(note.file()), Math.toIntExact(note.offset()));
      case SYNC_BEGINS -> {
        Inode inode = opened(note.file());
        syncs.put(
            processes + "/" + note.offset(), new Sync(inode, inode.content.length, steps.size()));
      }
      case SYNCED -> synced(syncs.get(processes + "/" + note.offset()));
      case FOLDER_MADE -> change(entry(note.name(), new Inode(true)));
      case UNLINKED, FOLDER_GONE -> change(entry(note.name(), null));
      case RENAMED -> change(entry(note.name(), null), entry(note.target(), find(note.name())));
      case FAILED, SENT -> {}
    }
  }

  private void opened(Note note) {
    Inode inode = note.offset() == 1 ? new Inode(false) : find(note.name());
    if (inode == null) {
      throw new IllegalStateException("opened, but never made: " + note);
    }
    open.put(note.file(), inode);
    if (note.offset() == 1) {
      change(entry(note.name(), inode));
    } else if (note.offset() == 2) {
      truncate(inode, 0);
    }
  }

  private Inode opened(int file) {
    Inode inode = open.get(file);
    if (inode == null) {
      throw new IllegalStateException("file " + file + " is not open");
    }
    return inode;
  }

  private static void written(Inode inode, Note note) {
    int offset = Math.toIntExact(note.offset());
    if (offset != inode.content.length) {
      throw new IllegalStateException("only appends are modelled: " + offset);
    }
    byte[] data = note.data().shared();
    byte[] content = Arrays.copyOf(inode.content, offset + data.length);
    System.arraycopy(data, 0, content, offset, data.length);
    inode.content = content;
  }

  /** Cuts what preallocation or a failed write left; it may come back as any unsynced byte may. */
  private static void truncate(Inode inode, int length) {
    if (length < inode.syncedLength) {
      throw new IllegalStateException("synced bytes are cut off; this is not modelled");
    }
    inode.content = Arrays.copyOf(inode.content, length);
  }

  private void synced(@Nullable Sync sync) {
    if (sync == null) {
      throw new IllegalStateException("a sync ends that did not begin");
    }
    if (!sync.inode().isFolder) {
      sync.inode().syncedLength = Math.max(sync.inode().syncedLength, sync.length());
      return;
    }
    for (Step step : steps.subList(0, sync.steps())) {
      step.synced |= step.entries.stream().anyMatch(entry -> entry.folder() == sync.inode());
    }
  }

  private Entry entry(String path, @Nullable Inode inode) {
    int slash = path.lastIndexOf('/');
    Inode folder = slash < 0 ? root : find(path.substring(0, slash));
    if (folder == null) {
      throw new IllegalStateException("no folder for " + path);
    }
    return new Entry(folder, path.substring(slash + 1), inode);
  }

  private void change(Entry... entries) {
    steps.add(new Step(List.of(entries)));
    for (Entry entry : entries) {
      put(entry.folder().entries, entry);
    }
  }

  private static void put(Map<String, Inode> entries, Entry entry) {
    Inode inode = entry.inode();
    if (inode == null) {
      entries.remove(entry.name());
    } else {
      entries.put(entry.name(), inode);
    }
  }

  private @Nullable Inode find(String path) {
    Inode at = root;
    for (String name : path.isEmpty() ? new String[0] : path.split("/")) {
      at = at == null ? null : at.entries.get(name);
    }
    return at;
  }

  /**
   * Writes the folder as a power cut could leave it now.
   *
   * @param target an empty folder
   */
  void cutPower(Path target, Random random, Tails tails) {
    int journaled = tails == Tails.NOTHING ? 0 : random.nextInt(steps.size() + 1);
    Map<Inode, Map<String, Inode>> folders = new HashMap<>();
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      if (step.synced || i < journaled) {
        for (Entry entry : step.entries) {
          put(folders.computeIfAbsent(entry.folder(), folder -> new TreeMap<>()), entry);
        }
      }
    }
    try {
      write(root, target, folders, random, tails);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(
      Inode folder, Path target, Map<Inode, Map<String, Inode>> folders, Random random, Tails tails)
      throws IOException {
    for (Map.Entry<String, Inode> entry : folders.getOrDefault(folder, Map.of()).entrySet()) {
      Path path = target.resolve(entry.getKey());
      if (entry.getValue().isFolder) {
        Files.createDirectory(path);
        write(entry.getValue(), path, folders, random, tails);
      } else {
        Files.write(path, content(entry.getValue(), random, tails));
      }
    }
  }

  private static byte[] content(Inode file, Random random, Tails tails) {
    int synced = file.syncedLength;
    int unsynced = file.content.length - synced;
    return switch (tails) {
      case NOTHING -> Arrays.copyOf(file.content, synced);
      case EVERYTHING -> file.content;
      case BEGINNING -> {
        // Of one file in four nothing, so that it ends where a record does and others go on.
        int left = random.nextInt(4) == 0 ? 0 : random.nextInt(unsynced + 1);
        yield Arrays.copyOf(file.content, synced + left);
      }
      case ZEROS, GARBAGE -> loseSectors(file.content, synced, random, tails);
    };
  }

  private static byte[] loseSectors(byte[] content, int synced, Random random, Tails tails) {
    byte[] left = content.clone();
    for (int from = synced; from < left.length; ) {
      int to = Math.min(left.length, from - from % SECTOR_BYTES + SECTOR_BYTES);
      if (random.nextBoolean() && to - from >= LEAST_LOST_BYTES) {
        byte[] lost = new byte[to - from];
        if (tails == Tails.GARBAGE) {
          random.nextBytes(lost);
        }
        System.arraycopy(lost, 0, left, from, lost.length);
      }
      from = to;
    }
    return left;
  }
}
