package dev.fnstore.testing;

import dev.fnstore.bytes.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Libraries that every real server loads, of all sizes and kinds of bytes. */
public final class SampleLibraries {
  private SampleLibraries() {}

  /** More than 40: from the smallest to 1 MB, packable and not, in any bytes. */
  public static List<Bytes> sources(long seed) {
    Random random = new Random(seed);
    List<String> bodies = new ArrayList<>();
    for (int length : List.of(0, 1, 2, 3, 8, 20, 31, 32, 33, 64, 263, 264, 265, 8191, 8192, 8193)) {
      bodies.add(noise(random, length, 94));
      bodies.add("a".repeat(length));
    }
    bodies.add(noise(random, 65_536, 200));
    bodies.add(noise(random, 65_536, 4));
    bodies.add(noise(random, 1 << 20, 200));
    bodies.add(noise(random, 1 << 20, 12));
    bodies.add("ab".repeat(1 << 19));
    bodies.add("\u00c3\u00a9\u00e2\u0082\u00ac \u00f0\u009f\u0098\u0080 ".repeat(30));
    bodies.add("\u00ff\u00fe\u0080\u0001\u007f".repeat(7));
    for (int i = 0; i < 12; i++) {
      bodies.add(repeats(random, 1 << random.nextInt(17)));
    }
    List<Bytes> sources = new ArrayList<>();
    for (String body : bodies) {
      sources.add(source("lib" + sources.size(), "\n", body));
    }
    sources.add(source("crlf", "\r\n", "x"));
    sources.add(source("n" + "ame".repeat(50), "\n", ""));
    sources.add(source("n" + noise(random, 5000, 26), "\n", ""));
    sources.add(source("n" + noise(random, 20_000, 1), "\n", "z"));
    return sources;
  }

  private static Bytes source(String name, String lineEnd, String comment) {
    return Bytes.wrap(
        "#!lua name=%s%sredis.register_function('f_%s',function() end)--%s"
            .formatted(name, lineEnd, name, comment)
            .getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Letters from {@code a} on, so that few of them are a name and none of them is a line's end. */
  private static String noise(Random random, int length, int letters) {
    StringBuilder noise = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      noise.append(
          (char) (letters <= 26 ? 'a' + random.nextInt(letters) : 32 + random.nextInt(letters)));
    }
    return noise.toString();
  }

  private static String repeats(Random random, int length) {
    StringBuilder text = new StringBuilder(noise(random, 40, 90));
    while (text.length() < length) {
      int from = Math.max(0, text.length() - 1 - random.nextInt(10_000));
      int to = Math.min(text.length(), from + 1 + random.nextInt(600));
      text.append(text, from, to).append(noise(random, random.nextInt(8), 90));
    }
    return text.toString();
  }
}
