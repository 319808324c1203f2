package dev.fnstore.durability;

import dev.fnstore.bytes.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One thing that the shim saw; {@code disk.c} draws its bytes and tells what its parts mean.
 *
 * @param file the id of an open file or folder, of a socket its descriptor
 * @param offset in bytes where it is a place in a file
 * @param name a path below the watched folder, or empty
 */
record Note(Kind kind, int file, long offset, String name, Bytes data) {
  /** What happened. */
  enum Kind {
    STARTED('p'),
    OPENED('o'),
    WRITTEN('w'),
    SYNC_BEGINS('b'),
    SYNCED('s'),
    TRUNCATED('t'),
    RENAMED('r'),
    UNLINKED('u'),
    FOLDER_MADE('m'),
    FOLDER_GONE('d'),
    FAILED('f'),
    SENT('n');

    private final char letter;

    Kind(char letter) {
      this.letter = letter;
    }

    private static Kind of(char letter) {
      for (Kind kind : values()) {
        if (kind.letter == letter) {
          return kind;
        }
      }
      throw new IllegalArgumentException("no note begins with " + letter);
    }
  }

  /** All notes of a file; its end may be cut off, where the process was killed. */
  static List<Note> readAll(Path trace) {
    ByteBuffer bytes;
    try {
      bytes = ByteBuffer.wrap(Files.readAllBytes(trace)).order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<Note> notes = new ArrayList<>();
    while (bytes.remaining() >= Integer.BYTES
        && bytes.getInt(bytes.position()) <= bytes.remaining() - Integer.BYTES) {
      bytes.getInt();
      notes.add(read(bytes));
    }
    return notes;
  }

  private static Note read(ByteBuffer bytes) {
    Kind kind = Kind.of((char) bytes.get());
    int file = bytes.getInt();
    long offset = bytes.getLong();
    byte[] name = new byte[bytes.getShort() & 0xffff];
    bytes.get(name);
    byte[] data = new byte[bytes.getInt()];
    bytes.get(data);
    return new Note(kind, file, offset, new String(name, StandardCharsets.UTF_8), Bytes.wrap(data));
  }

  String target() {
    return data.toText();
  }
}
