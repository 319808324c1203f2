package dev.fnstore.server;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.keyspace.Keyspace;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Guesses from a request's words, which costs less than to ask the table of commands, what it will
 * look at: a wrong guess costs a look, and is seen by nobody.
 */
final class KeyFetcher implements RequestsAhead.Fetcher {
  private static final int KEY_OF_CALLS = 3;

  private final Keyspace keyspace;
  private final IntSupplier database;

  /**
   * For one client.
   *
   * @param database its
   */
  KeyFetcher(Keyspace keyspace, IntSupplier database) {
    this.keyspace = keyspace;
    this.database = database;
  }

  @Override
  public void fetch(List<List<Bytes>> requests) {
    // Not kept: a client that is idle then would hold back what it last sent, however large.
    Bytes[] keys = new Bytes[requests.size()];
    @Nullable Bytes[] elements = new Bytes[requests.size()];
    int count = 0;
    for (List<Bytes> words : requests) {
      int key = calls(words.get(0)) ? KEY_OF_CALLS : 1;
      if (words.size() > key) {
        keys[count] = words.get(key);
        elements[count++] = element(words);
      }
    }
    keyspace.fetch(database.getAsInt(), keys, elements, count);
  }

  /** FCALL, EVAL and their like. */
  private static boolean calls(Bytes command) {
    int first = letter(command, 0);
    return first == 'f' || (first == 'e' && letter(command, 1) == 'v');
  }

  /** In lower case; 0 where there is none. */
  private static int letter(Bytes word, int index) {
    return index < word.length() ? word.at(index) | ('a' - 'A') : 0;
  }

  /** The field of HSET, and the member of ZADD and of SADD. */
  private static @Nullable Bytes element(List<Bytes> words) {
    boolean isScored = letter(words.get(0), 0) == 'z' && words.size() > 3;
    int element = isScored ? words.size() - 1 : 2;
    return words.size() > element ? words.get(element) : null;
  }
}
