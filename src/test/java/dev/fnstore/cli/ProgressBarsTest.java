package dev.fnstore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.history.Progress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Bars are for those who wait. */
final class ProgressBarsTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void shouldShowHowFarItIs() {
    work(Duration.ZERO);
    assertThat(shown()).contains("Verifying", "100%", "90/90");
  }

  @Test
  void shouldShowNothingOfShortWork() {
    work(Duration.ofDays(1));
    assertThat(shown()).isEmpty();
  }

  private void work(Duration patience) {
    Progress bars = new ProgressBars(new PrintStream(out, true, StandardCharsets.UTF_8), patience);
    try (Progress.Work work = bars.begin("Verifying", 10, 100)) {
      for (long revision = 11; revision <= 100; revision++) {
        work.accept(revision);
      }
    }
  }

  private String shown() {
    return out.toString(StandardCharsets.UTF_8);
  }
}
