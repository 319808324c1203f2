package dev.fnstore.durability;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A sync of all write-ahead logs of a database, as notes show it: RocksDB syncs the newest last.
 *
 * @param begin the index of the note with which the sync of the newest begins
 * @param end the index of the note that it is done
 */
record SyncOfLogs(int begin, int end) {
  static List<SyncOfLogs> in(List<Note> notes, String folder) {
    List<SyncOfLogs> found = new ArrayList<>();
    Map<Long, Integer> begun = new HashMap<>();
    int newest = -1;
    for (int at = 0; at < notes.size(); at++) {
      Note note = notes.get(at);
      switch (note.kind()) {
        case STARTED -> {
          newest = -1;
          begun.clear();
        }
        case OPENED -> {
          boolean isLog = note.name().startsWith(folder) && note.name().endsWith(".log");
          newest = isLog && note.offset() == 1 ? note.file() : newest;
        }
        case SYNC_BEGINS -> {
          if (note.file() == newest) {
            begun.put(note.offset(), at);
          }
        }
        case SYNCED -> {
          Integer begin = begun.remove(note.offset());
          if (begin != null) {
            found.add(new SyncOfLogs(begin, at));
          }
        }
        default -> {}
      }
    }
    return found;
  }

  /** Where the last began that was done at {@code at}; -1 if none was. */
  static int lastBegin(List<SyncOfLogs> syncs, int at) {
    return syncs.stream()
        .filter(sync -> sync.end() <= at)
        .mapToInt(SyncOfLogs::begin)
        .max()
        .orElse(-1);
  }
}
