package dev.fnstore.log;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.CaseVariants;
import dev.fnstore.model.Revision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** The revisions of words of an index: of one of its own, or of any. */
final class IndexCursor implements RevisionCursor, WordSeeker {
  private final Reads reads;
  private final RocksIterator entries;
  private final Bytes word;
  private final Direction direction;

  /** The key that the entries are at; null where they are at none. */
  private byte @Nullable [] at;

  IndexCursor(Reads reads, Index index, Bytes word, Direction direction) {
    this.reads = reads;
    this.entries = reads.seeker(index.family());
    this.word = word;
    this.direction = direction;
  }

  @Override
  public OptionalLong seek(long number) {
    return seek(word, number);
  }

  @Override
  public OptionalLong seek(Bytes word, long number) {
    if (number < 0) {
      return OptionalLong.empty();
    }
    byte[] key = Keys.index(word, new Revision(number));
    if (!isNext(key)) {
      if (direction == Direction.OLDEST_FIRST) {
        entries.seek(key);
      } else {
        entries.seekForPrev(key);
      }
    }
    check(reads, entries);
    at = entries.isValid() ? entries.key() : null;
    return at != null && Keys.word(at).equals(word)
        ? OptionalLong.of(Keys.indexed(at))
        : OptionalLong.empty();
  }

  /** Steps to the next entry where that may be what is sought: a step costs less than a seek. */
  private boolean isNext(byte[] key) {
    if (at == null || !isBehind(key, at)) {
      return false;
    }
    if (direction == Direction.OLDEST_FIRST) {
      entries.next();
    } else {
      entries.prev();
    }
    return entries.isValid() && !isBehind(key, entries.key());
  }

  private boolean isBehind(byte[] key, byte[] other) {
    int order = Arrays.compareUnsigned(key, other);
    return direction == Direction.OLDEST_FIRST ? order > 0 : order < 0;
  }

  /**
   * All words, which logs of formats before 3 do not list: jumps from each to the next, so that it
   * costs a seek for each word, not for each entry.
   */
  static List<Bytes> words(Reads reads, Index index) {
    List<Bytes> words = new ArrayList<>();
    try (RocksIterator entries = reads.seeker(index.family())) {
      entries.seekToFirst();
      while (entries.isValid()) {
        Bytes word = Keys.word(entries.key());
        words.add(word);
        entries.seek(Keys.behind(word));
      }
      check(reads, entries);
    }
    return words;
  }

  static long count(Reads reads, Index index, Revision after, Revision last) {
    long count = 0;
    try (RocksIterator entries = reads.iterator(index.family())) {
      for (entries.seekToFirst(); entries.isValid(); entries.next()) {
        long number = Keys.indexed(entries.key());
        if (number > after.number() && number <= last.number()) {
          count++;
        }
      }
      check(reads, entries);
    }
    return count;
  }

  /** The spellings of a word that the index has, case aside; a seek or two for each. */
  static List<Bytes> spellings(Reads reads, Index index, CaseVariants variants) {
    List<Bytes> words = new ArrayList<>();
    try (RocksIterator entries = reads.seeker(index.family())) {
      Optional<Bytes> next = variants.atOrAfter(Bytes.EMPTY);
      while (next.isPresent()) {
        entries.seek(next.get().shared());
        check(reads, entries);
        if (!entries.isValid()) {
          return words;
        }
        Bytes word = Keys.word(entries.key());
        if (word.equals(next.get())) {
          words.add(word);
        }
        next = variants.atOrAfter(word.equals(next.get()) ? Bytes.wrap(Keys.behind(word)) : word);
      }
    }
    return words;
  }

  private static void check(Reads reads, RocksIterator entries) {
    try {
      entries.status();
    } catch (RocksDBException e) {
      throw new LogException(
          LogStore.damaged(reads.path(), "an index cannot be read: " + e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    entries.close();
  }
}
