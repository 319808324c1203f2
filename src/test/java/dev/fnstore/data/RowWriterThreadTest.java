package dev.fnstore.data;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RowWriterThreadTest {
  @TempDir Path folder;

  /** Whoever waits for it would tell its client that all is on disk. */
  @Test
  void shouldNotTakeForSyncedWhatNobodyWrites() {
    RowWriterThread writer =
        new RowWriterThread(RowStore.open(folder), folder, () -> DataFsync.ALWAYS, () -> 0);
    assertThatThrownBy(writer::sync)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("not known whether the keys are on disk");
    writer.close();
  }
}
