package dev.fnstore.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class NativeLibraryTest {
  /**
   * It is loaded beside the rest of a start. Where both set up the log, slf4j printed three lines
   * about it between those of the start, the more often the slower the machine was.
   */
  @Test
  void shouldNotSetUpTheLogToLoad() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load",
                "-cp",
                System.getProperty("java.class.path"),
                Alone.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).contains("org.rocksdb.RocksDB ").doesNotContain("org.slf4j.LoggerFactory ");
  }

  /** A process that does nothing else. */
  static final class Alone {
    private Alone() {}

    public static void main(String[] arguments) {
      NativeLibrary.load();
    }
  }
}
