package dev.fnstore.durability;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Follows what completed syncs have put on disk in write-ahead logs, by the tokens of the changes
 * in the bytes that they cover.
 */
final class SyncedChanges {
  private static final Pattern TOKEN = Pattern.compile("[a-z]+-[0-9]+-[0-9]+!");

  private final Map<Integer, WriteAheadLog> logs = new HashMap<>();
  private final Set<String> tokens = new HashSet<>();

  /** A write-ahead log while it is written. */
  private static final class WriteAheadLog {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final Map<Long, Integer> coveredBySync = new HashMap<>();
  }

  /** The acknowledgements that went out before a sync of their change's bytes had completed. */
  static List<Acknowledgements.Acknowledgement> tooEarly(
      List<Note> notes, List<Acknowledgements.Acknowledgement> acknowledgements) {
    Map<Integer, Set<String>> syncedAt = new HashMap<>();
    acknowledgements.forEach(one -> syncedAt.put(one.at(), Set.of()));
    SyncedChanges synced = new SyncedChanges();
    for (int at = 0; at < notes.size(); at++) {
      synced.follow(notes.get(at));
      if (syncedAt.containsKey(at)) {
        syncedAt.put(at, Set.copyOf(synced.tokens));
      }
    }
    return acknowledgements.stream()
        .filter(one -> !syncedAt.getOrDefault(one.at(), Set.of()).contains(one.change().token()))
        .toList();
  }

  private void follow(Note note) {
    WriteAheadLog log = logs.get(note.file());
    switch (note.kind()) {
      case STARTED -> logs.clear();
      case OPENED -> {
        logs.remove(note.file());
        if (note.name().endsWith(".log") && note.offset() == 1) {
          logs.put(note.file(), new WriteAheadLog());
        }
      }
      case WRITTEN -> {
        if (log != null) {
          if (note.offset() != log.written.size()) {
            throw new IllegalStateException("a write-ahead log is not written from front to end");
          }
          log.written.writeBytes(note.data().shared());
        }
      }
      case SYNC_BEGINS -> {
        if (log != null) {
          log.coveredBySync.put(note.offset(), log.written.size());
        }
      }
      case SYNCED -> {
        if (log != null) {
          collect(log, log.coveredBySync.getOrDefault(note.offset(), 0));
        }
      }
      default -> {}
    }
  }

  private void collect(WriteAheadLog log, int length) {
    byte[] payload = RecordHeads.payload(log.written.toByteArray(), length);
    Matcher matcher = TOKEN.matcher(new String(payload, StandardCharsets.ISO_8859_1));
    while (matcher.find()) {
      tokens.add(matcher.group());
    }
  }
}
