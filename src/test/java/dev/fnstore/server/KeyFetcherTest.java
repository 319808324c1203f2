package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.keyspace.Keyspace;
import java.lang.ref.WeakReference;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KeyFetcherTest {
  private static final int COLLECTIONS = 20;

  private final KeyFetcher fetcher = new KeyFetcher(new Keyspace(1), () -> 0);

  /** A client that is idle after a pipeline held back what it last sent, however large. */
  @Test
  void shouldForgetWhatItHasFetchedFor() {
    List<WeakReference<Bytes>> words = fetch();
    for (int i = 0; i < COLLECTIONS && words.stream().anyMatch(word -> word.get() != null); i++) {
      System.gc();
    }
    assertThat(words).extracting(WeakReference::get).containsOnlyNulls();
  }

  private List<WeakReference<Bytes>> fetch() {
    Bytes key = Bytes.of("key");
    Bytes element = Bytes.of("member");
    fetcher.fetch(List.of(List.of(Bytes.of("ZADD"), key, Bytes.of("1"), element)));
    return List.of(new WeakReference<>(key), new WeakReference<>(element));
  }

  @Test
  void shouldTakeRequestsOfAnyLength() {
    for (List<Bytes> words :
        List.of(
            words("ping"),
            words("get k"),
            words("fcall f"),
            words("evalsha s 1"),
            words("eval s 1 k"),
            words("zadd k"),
            words("zadd k 1"),
            words("e"),
            List.of(Bytes.EMPTY),
            List.of(Bytes.EMPTY, Bytes.EMPTY, Bytes.EMPTY))) {
      fetcher.fetch(List.of(words, words));
    }
  }

  private static List<Bytes> words(String line) {
    return List.of(line.split(" ")).stream().map(Bytes::of).toList();
  }
}
