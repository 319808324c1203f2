package dev.fnstore.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowStoreTest {
  private static final int MOST_IN_THE_HEAP = 256 << 10;

  /** What a batch adds to a value: its head, the key, tags and counts, and some room. */
  private static final int BESIDE_THE_VALUE = 64;

  @TempDir Path folder;

  /** A batch has this size with one value of each length: one of them ended the server. */
  @Test
  void shouldTakeBatchesOfEverySizeAboutTheLargestThatIsKeptInTheHeap() {
    int most = MOST_IN_THE_HEAP + BESIDE_THE_VALUE;
    try (TestServer server = TestServer.start(folder);
        RespConnection connection = server.connect()) {
      for (int length = MOST_IN_THE_HEAP - BESIDE_THE_VALUE; length <= most; length++) {
        connection.call("SET", "key", "x".repeat(length));
        assertThat(connection.call("SAVE")).as("length %d", length).isEqualTo(Reply.OK);
      }
    }
    try (TestServer server = TestServer.start(folder);
        RespConnection connection = server.connect()) {
      assertThat(connection.call("STRLEN", "key")).isEqualTo(Reply.of(most));
    }
  }

  /** On a disk that stays full a store that could not be opened again is closed again. */
  @Test
  void shouldBeClosedMoreThanOnce() {
    RowStore rows = RowStore.open(folder);
    rows.close();
    rows.close();
    try (RowStore again = RowStore.open(folder)) {
      assertThat(again.bytesOnDisk()).isPositive();
    }
  }
}
