package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Random commands by the templates in {@code workload.txt}. A word of a template is itself, or
 * stands for
 *
 * <pre>
 *   S H L T Z   a key that mostly is a string, hash, list, set, sorted set;  K any of them
 *   X           a key that only ever is a sorted set of equal scores
 *   v m         a value, a member        i n c   any integer, an index, a count
 *   f b x       a score, an end of a range of scores, an end of a range of names
 *   R M A B     seconds, ms from now; seconds, ms since 1970
 *   p t         a pattern, a type
 *   W q         how scores are joined, a weight
 *   o y j       an offset of bytes or bits, a type of BITFIELD, a number for it
 *   E           a key that mostly is a stream
 *   D d r       an ID for the next entry, any ID, an end of a range of IDs
 *   G C w k     a group, a consumer, how long idle, a length
 *   {f,m}+      one to four times; a single word may have + too
 *   ?nx|ex=R    up to three of these options, = being a blank
 * </pre>
 */
final class Workload {
  private static final List<String> TEMPLATES = templates();

  private static final List<String> RARE =
      List.of("flushall", "flushdb", "flushdb ?sync|async|foo", "flushall ?sync|async|foo");

  private final Random random;
  private final boolean negativeZero;
  private long lastMs = 1;

  /** Without negative zero among the scores where the reference would keep it. */
  Workload(long seed, boolean negativeZero) {
    this.random = new Random(seed);
    this.negativeZero = negativeZero;
  }

  private static List<String> templates() {
    try (InputStream in = Workload.class.getResourceAsStream("workload.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The commands that it may send, each sooner or later. */
  static Set<String> names() {
    return TEMPLATES.stream()
        .map(template -> template.substring(0, (template + " ").indexOf(' ')))
        .collect(Collectors.toSet());
  }

  /** The next command; now and then one with a word too many or too few. */
  List<Bytes> next() {
    List<String> templates = random.nextInt(300) == 0 ? RARE : TEMPLATES;
    List<Bytes> words = new ArrayList<>();
    for (String part : pick(templates).split(" ", -1)) {
      addPart(part, words);
    }
    boolean draws = words.get(0).equals(Bytes.of("spop")); // what one member is, nobody knows
    if (words.size() > 1 && !draws && random.nextInt(60) == 0) {
      words.remove(words.size() - 1);
    } else if (words.size() > 1 && random.nextInt(60) == 0) {
      words.add(value());
    }
    if (words.get(0).equals(Bytes.of("xadd"))) {
      words.replaceAll(word -> word.equals(Bytes.of("*")) ? Bytes.of("1-*") : word); // not the time
    }
    if (random.nextInt(4) == 0) {
      words.set(0, Bytes.of(words.get(0).toText().toUpperCase(Locale.ROOT)));
    }
    return words;
  }

  private void addPart(String part, List<Bytes> words) {
    if (part.startsWith("?")) {
      String[] options = part.substring(1).split("\\|", -1);
      for (int i = random.nextInt(4); i > 0; i--) {
        for (String word : options[random.nextInt(options.length)].split("=", -1)) {
          words.add(word(word));
        }
      }
    } else if (part.endsWith("+")) {
      String group = part.substring(0, part.length() - 1).replaceAll("[{}]", "");
      for (int i = random.nextInt(4); i >= 0; i--) {
        for (String word : group.split(",", -1)) {
          words.add(word(word));
        }
      }
    } else {
      words.add(word(part));
    }
  }

  private Bytes word(String word) {
    return switch (word) {
      case "S", "H", "L", "T", "Z", "E" -> key(random.nextInt(12) == 0 ? anyType() : word);
      case "K" -> key(anyType());
      case "X" -> key("X");
      case "v" -> value();
      case "m" -> random.nextInt(20) == 0 ? value() : Bytes.of("m" + random.nextInt(8));
      case "i" ->
          Bytes.of(
              pick(
                  List.of(
                      "1",
                      "-3",
                      "42",
                      "0",
                      "007",
                      "1.5",
                      "9223372036854775807",
                      "-9223372036854775808",
                      "9223372036854775808",
                      "",
                      "abc",
                      "+1")));
      case "n" -> oddly(Integer.toString(random.nextInt(14) - 7));
      case "c" -> oddly(Integer.toString(random.nextInt(5)));
      case "f" -> score();
      case "b" -> Bytes.of((random.nextInt(3) == 0 ? "(" : "") + bound());
      case "x" -> Bytes.of(pick(List.of("-", "+", "[m1", "(m1", "[m5", "(m6", "[", "(", "m3", "")));
      case "R" -> oddly(relative(1));
      case "M" -> oddly(relative(1000));
      case "A" -> oddly(absolute(1));
      case "B" -> oddly(absolute(1000));
      case "p" -> Bytes.of(pick(List.of("*", "s*", "?1", "[hl]*", "[^hl]?", "x", "\\s1", "*1*")));
      case "t" -> Bytes.of(pick(List.of("string", "ZSET", "list", "hash", "set", "stream", "foo")));
      case "W" -> Bytes.of(pick(List.of("sum", "min", "MAX", "avg")));
      case "q" ->
          Bytes.of(pick(List.of("0", "1", "2", "0.5", "inf", "nan", negativeZero ? "-1" : "3")));
      case "o" ->
          random.nextInt(30) == 0
              ? Bytes.of(pick(List.of("-1", "#1", "4294967296", "9999", "x", "01", "#-1")))
              : Bytes.of(pick(List.of("0", "1", "2", "5", "7", "8", "13", "21", "30", "#0", "#1")));
      case "y" ->
          random.nextInt(20) == 0
              ? Bytes.of(pick(List.of("u64", "i65", "i0", "x8", "", "u", "I8", "u08")))
              : Bytes.of(
                  pick(List.of("i", "u"))
                      + pick(List.of("1", "2", "5", "8", "13", "16", "32", "63", "64", "7")));
      case "j" ->
          random.nextInt(3) == 0 ? word("i") : Bytes.of(random.nextLong() >> random.nextInt(64));
      case "D" -> nextId();
      case "d" -> id();
      case "r" ->
          random.nextInt(3) == 0
              ? Bytes.of(pick(List.of("-", "+", "(", "(-", "(0-0", "", "(18446744073709551615-1")))
              : Bytes.of(random.nextInt(3) == 0 ? "(" : "").concat(id());
      case "k" -> oddly(Integer.toString(random.nextInt(12)));
      case "w" -> Bytes.of(pick(List.of("0", "0", "0", "100000000", "-1", "abc")));
      case "G" -> Bytes.of("g" + random.nextInt(2));
      case "C" -> Bytes.of("c" + random.nextInt(3));
      default -> Bytes.of(word);
    };
  }

  /** Mostly above those before it. */
  private Bytes nextId() {
    lastMs += random.nextInt(2);
    return Bytes.of(lastMs + pick(List.of("-*", "-*", "-*", "", "-1", "-2", "-7")));
  }

  private Bytes id() {
    if (random.nextInt(12) == 0) {
      return Bytes.of(
          pick(
              List.of(
                  "0-0",
                  "$",
                  "+",
                  "-",
                  ">",
                  "*",
                  "",
                  "1-",
                  "-1",
                  "+2-+1",
                  "007-03",
                  " 5-0",
                  "1--3",
                  "18446744073709551615-18446744073709551615",
                  "18446744073709551616-0",
                  "5-x")));
    }
    String ms = Long.toString(Math.max(0, lastMs - random.nextInt(8)));
    return Bytes.of(ms + pick(List.of("", "-0", "-1", "-2", "-3")));
  }

  private String anyType() {
    return pick(List.of("S", "H", "L", "T", "Z", "E"));
  }

  private Bytes key(String type) {
    return Bytes.of(type.toLowerCase(Locale.ROOT) + random.nextInt(3));
  }

  private Bytes value() {
    return switch (random.nextInt(4)) {
      case 0 -> Bytes.of(random.nextInt(200) - 100);
      case 1 -> Bytes.of(pick(List.of("", "a", "abc", "12.5", "007", "hello world", "-1")));
      case 2 -> {
        byte[] content = new byte[random.nextInt(12)];
        random.nextBytes(content);
        yield Bytes.wrap(content);
      }
      default -> Bytes.of("v" + random.nextInt(5));
    };
  }

  private Bytes score() {
    if (negativeZero && random.nextInt(20) == 0) {
      return Bytes.of("-0");
    }
    return switch (random.nextInt(8)) {
      case 0 ->
          Bytes.of(
              pick(
                  List.of(
                      "inf",
                      "-inf",
                      "+Infinity",
                      "nan",
                      "abc",
                      "",
                      " 1",
                      "1e400",
                      "1e-400",
                      "0x1A",
                      "-0x.8p1",
                      "1e5",
                      ".5",
                      "5.",
                      "+3",
                      "1e",
                      "0x",
                      "1_000",
                      "3d")));
      case 1 ->
          Bytes.of(Double.toString(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20)));
      case 2 -> Bytes.of(Long.toString(random.nextLong() >> random.nextInt(40)));
      default -> Bytes.of(Integer.toString(random.nextInt(9) - 4));
    };
  }

  private String bound() {
    return random.nextInt(6) == 0
        ? pick(List.of("", " 2", "1e400", "-1e400", "abc", "nan", "0x2", "1 ", "2x"))
        : pick(List.of("-inf", "+inf", "-3", "-1", "0", "1", "2.5", "4"));
  }

  /** Far in the future and far apart, so that it does not matter when exactly it is read. */
  private String relative(long unit) {
    return random.nextInt(8) == 0
        ? pick(List.of("0", "-1", "9223372036854775807", "-9223372036854775808"))
        : Long.toString((1000 + random.nextInt(1_000_000) * 1000L) * unit);
  }

  private String absolute(long unit) {
    return random.nextInt(8) == 0
        ? pick(List.of("0", "-1", "1", "9223372036854775807"))
        : Long.toString((5_000_000_000L + random.nextInt(1_000_000)) * unit);
  }

  private Bytes oddly(String number) {
    return random.nextInt(30) == 0
        ? Bytes.of(
            pick(List.of("abc", "", "1.0", " 1", "9223372036854775808", "-9223372036854775808")))
        : Bytes.wrap(number.getBytes(StandardCharsets.US_ASCII));
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
