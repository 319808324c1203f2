package dev.fnstore.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Differences are what {@code patch} takes to make one text of the other. */
final class TextDifferenceTest {
  private static final Bytes NAME = Bytes.of("a");

  @TempDir Path folder;

  @Test
  void shouldTellNothingWhereNothingDiffers() {
    assertThat(TextDifference.unified(NAME, Bytes.of("x\n"), Bytes.of("x\n")))
        .isEqualTo(Bytes.EMPTY);
  }

  @Test
  void shouldTellOfTextsThatComeAndGo() {
    assertThat(TextDifference.unified(NAME, Bytes.EMPTY, Bytes.of("x\ny\n")).toText())
        .isEqualTo("--- /dev/null\n+++ b/a\n@@ -0,0 +1,2 @@\n+x\n+y\n");
    assertThat(TextDifference.unified(NAME, Bytes.of("x\ny\n"), Bytes.EMPTY).toText())
        .isEqualTo("--- a/a\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-x\n-y\n");
  }

  @Test
  void shouldTellVeryLongOnesAsABlock() {
    Bytes before = Bytes.of("same\n" + "a\n".repeat(20_000) + "end\n");
    Bytes after = Bytes.of("same\n" + "b\n".repeat(20_000) + "end\n");
    String told = TextDifference.unified(NAME, before, after).toText();
    assertThat(told).contains("@@ -1,20002 +1,20002 @@\n same\n-a\n").endsWith("+b\n end\n");
  }

  @Test
  void shouldBeWhatPatchTakes() throws IOException, InterruptedException {
    long seed = Long.getLong("difference.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int i = 0; i < 60; i++) {
      List<String> old = lines(random, new ArrayList<>());
      Bytes before = text(old);
      Bytes after = text(lines(random, old));
      Bytes told = TextDifference.unified(NAME, before, after);
      assertThat(patched(before, told)).as("seed %s, round %s", seed, i).isEqualTo(after);
    }
  }

  /** Some of {@code old} go, some come; in bytes that are no text. */
  private static List<String> lines(Random random, List<String> old) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      if (i < old.size() && random.nextInt(8) > 0) {
        lines.add(old.get(i));
      }
      if (old.isEmpty() || random.nextInt(8) == 0) {
        lines.add("line " + random.nextInt(9) + "\u00ff\u0080");
      }
    }
    return lines;
  }

  private static Bytes text(List<String> lines) {
    return Bytes.wrap((String.join("\n", lines) + "\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  private Bytes patched(Bytes before, Bytes difference) throws IOException, InterruptedException {
    Path file = folder.resolve("text");
    Path patch = folder.resolve("patch");
    Files.write(file, before.shared());
    Files.write(patch, difference.shared());
    Process process =
        new ProcessBuilder("patch", "-s", file.toString(), patch.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return Bytes.wrap(Files.readAllBytes(file));
  }
}
