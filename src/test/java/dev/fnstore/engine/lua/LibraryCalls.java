package dev.fnstore.engine.lua;

import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Random calls of the library functions that take a language of their own, as Lua expressions. */
final class LibraryCalls {
  private static final String[] KEYS = {
    "id", "name", "price", "a", "b", "x\\ty", "", "1", "longer"
  };
  private static final String[] NUMBERS = {
    "0",
    "-0",
    "1",
    "7",
    "-1",
    "0.5",
    "-2.25",
    "1e3",
    "1E-7",
    "123456789012345",
    "1234567890123456",
    "00",
    "01.5",
    "1.",
    "0x1F",
    "-0x",
    "1e",
    "99999999999999",
    "100000000000000",
    "0.1",
    "1.005",
    "12345678.9",
    "0.000123456789",
    "3.14159265358979",
    "1e999",
    "nan",
    "-inf",
    "+1",
    "1.2.3",
    "-"
  };
  private static final String[] LETTERS = {
    "b", "B", "h", "H", "l", "L", "T", "i", "I", "i3", "I5", "I8", "f", "d", "s", "c4", "x", "<",
    ">", " ", "!", "!4", "!8", "!3", "q", "i", "Bc0"
  };
  private static final String[] PIECES = {
    "a", "b", ".", "%a", "%d", "%s", "%w", "%W", "[ab]", "[^a]", "[%d_]", "[a-f]", "[]x]", "(", ")",
    "()", "*", "+", "-", "?", "%b()", "%f[%w]", "%1", "$", "^", "%", "[", "1", "%.", "%D", "\\0",
    "z"
  };

  private final Random random;

  LibraryCalls(Random random) {
    this.random = random;
  }

  String next() {
    return switch (random.nextInt(5)) {
      case 0 -> json();
      case 1 -> messagePack();
      case 2 -> struct();
      case 3 -> format();
      default -> pattern();
    };
  }

  private String oneOf(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private String many(int most, String separator, java.util.function.Supplier<String> part) {
    return IntStream.range(0, random.nextInt(most + 1))
        .mapToObj(i -> part.get())
        .collect(Collectors.joining(separator));
  }

  /** A Lua string: control characters, quotes and bytes from 127 on are escaped. */
  private static String quoted(String latin1) {
    StringBuilder out = new StringBuilder("'");
    for (int i = 0; i < latin1.length(); i++) {
      char c = latin1.charAt(i);
      if (c < 32 || c > 126 || c == '\'' || c == '\\') {
        out.append("\\%03d".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('\'').toString();
  }

  private String json() {
    String text = random.nextInt(3) == 0 ? records() : document(3);
    if (random.nextInt(4) == 0 && !text.isEmpty()) {
      int at = random.nextInt(text.length());
      text =
          text.substring(0, at)
              + oneOf("", ",", "\"", "\\", "}", "\0", "é", "x", " ")
              + text.substring(at + random.nextInt(2));
    }
    return oneOf("cjson.decode(%s)", "cjson.encode(cjson.decode(%s))").formatted(quoted(text));
  }

  /** Objects of the same keys, but for some. */
  private String records() {
    String[] keys =
        IntStream.range(0, random.nextInt(12)).mapToObj(i -> key()).toArray(String[]::new);
    return "["
        + many(
            8,
            ",",
            () ->
                "{"
                    + java.util.Arrays.stream(keys)
                        .filter(key -> random.nextInt(30) != 0)
                        .map(key -> (random.nextInt(30) == 0 ? key() : key) + ":" + document(1))
                        .collect(Collectors.joining(","))
                    + "}")
        + "]";
  }

  private String key() {
    return random.nextBoolean() ? '"' + oneOf(KEYS) + '"' : "\"k%d\"".formatted(random.nextInt(40));
  }

  private String document(int depth) {
    return switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> oneOf("true", "false", "null", "nul", "{}", "[]");
      case 1, 2 -> random.nextInt(6) == 0 ? oneOf(NUMBERS) : plainNumber();
      case 3 ->
          '"'
              + many(
                  4,
                  "",
                  () ->
                      oneOf(
                          "ab",
                          "\\n",
                          "\\u00e9",
                          "\\ud83d\\ude00",
                          "/",
                          "é",
                          "\u0007",
                          "q",
                          "\\x",
                          "\\u12"))
              + '"';
      case 4 -> "\"text " + random.nextInt(20) + '"';
      case 5 ->
          "["
              + many(
                  random.nextInt(20) == 0 ? 150 : 9, oneOf(",", " , "), () -> document(depth - 1))
              + "]";
      default ->
          "{"
              + many(
                  random.nextInt(20) == 0 ? 90 : 7,
                  oneOf(",", "\n,"),
                  () -> key() + oneOf(":", " : ") + document(depth - 1))
              + "}";
    };
  }

  private String plainNumber() {
    double value = random.nextInt(2_000_000) - 1_000_000;
    return switch (random.nextInt(3)) {
      case 0 -> Integer.toString((int) value);
      case 1 ->
          new java.math.BigDecimal(random.nextLong())
              .movePointLeft(random.nextInt(22))
              .toPlainString();
      default -> new java.math.BigDecimal(value).movePointLeft(random.nextInt(9)).toPlainString();
    };
  }

  private String value(int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 6)) {
      case 0 -> oneOf("nil", "true", "false", "0/0", "1/0", "-1/0", "2^53", "-2^63", "2^63");
      case 1 -> Integer.toString(random.nextInt());
      case 2 -> Double.toString(random.nextInt(100_000) / Math.pow(2, random.nextInt(20)));
      case 3 -> Double.toString(random.nextGaussian() * Math.pow(10, random.nextInt(20) - 5));
      case 4 -> quoted(many(12, "", () -> oneOf("a", "\0", "é", "xyz", " ", "\n", "'", "\"", "5")));
      case 5 -> Integer.toString(random.nextInt(300) - 100);
      case 6 -> "{" + many(20, ",", () -> value(depth - 1)) + "}";
      default ->
          "{" + many(9, ",", () -> "[" + quoted(oneOf(KEYS)) + "]=" + value(depth - 1)) + "}";
    };
  }

  private String messagePack() {
    if (random.nextInt(3) == 0) {
      String bytes =
          many(
              30,
              "",
              () ->
                  String.valueOf(
                      (char)
                          (random.nextBoolean()
                              ? 0x80 + random.nextInt(64)
                              : random.nextInt(256))));
      return oneOf(
              "cmsgpack.unpack(%s)", "cmsgpack.unpack_limit(%s, 2, 0)", "cmsgpack.unpack_one(%s)")
          .formatted(quoted(bytes));
    }
    String record =
        "{ id = 1, name = 'n', [%s] = %s, list = { 1, 2, nil, 4 } }"
            .formatted(quoted(oneOf(KEYS)), value(1));
    String packed =
        "cmsgpack.pack(%s)"
            .formatted(
                random.nextBoolean()
                    ? value(3)
                    : "{" + "%1$s,%1$s,%1$s".formatted(record) + "," + value(2) + "}");
    return random.nextBoolean() ? packed : "cmsgpack.unpack(" + packed + ")";
  }

  private String struct() {
    String format = many(6, "", () -> oneOf(LETTERS));
    return switch (random.nextInt(3)) {
      case 0 -> "struct.pack(%s, %s)".formatted(quoted(format), value(0));
      case 1 ->
          "struct.unpack(%s, %s, %s)"
              .formatted(
                  quoted(format),
                  quoted("data" + many(40, "", () -> String.valueOf((char) random.nextInt(256)))),
                  oneOf("1", "1", "2", "0"));
      default ->
          "struct.unpack(%1$s, struct.pack(%1$s, %2$s, %3$s, %4$s, %5$s, 5, 'text', 7))"
              .formatted(quoted(format), value(0), value(0), value(0), value(0));
    };
  }

  private String format() {
    String format =
        many(
            4,
            oneOf("", "|", "%%", "é"),
            () ->
                "%"
                    + many(2, "", () -> oneOf("-", "+", " ", "#", "0"))
                    + (random.nextBoolean() ? "" : random.nextInt(30))
                    + (random.nextBoolean()
                        ? ""
                        : "." + (random.nextBoolean() ? "" : random.nextInt(20)))
                    + oneOf(
                        "d", "i", "u", "o", "x", "X", "c", "s", "s", "f", "f", "e", "g", "G", "q",
                        "z"));
    return "string.format(%s, %s, %s, %s, %s)"
        .formatted(quoted(format), value(0), value(0), value(0), value(0));
  }

  private String pattern() {
    String subject =
        quoted(
            many(
                14,
                "",
                () -> oneOf("a", "b", "c", "1", "22", "_", " ", "(", ")", "\0", "ab", "x1", "é")));
    String pattern = "\"" + many(6, "", () -> oneOf(PIECES)) + "\"";
    return switch (random.nextInt(4)) {
      case 0 ->
          "string.find(%s, %s, %s)".formatted(subject, pattern, oneOf("1", "2", "-1", "0", "30"));
      case 1 -> "string.match(%s, %s)".formatted(subject, pattern);
      case 2 -> "every(string.gmatch(%s, %s))".formatted(subject, pattern);
      default ->
          "string.gsub(%s, %s, %s)"
              .formatted(
                  subject,
                  pattern,
                  oneOf(
                      "'#'",
                      "'<%0>'",
                      "'%1%1'",
                      "'%2'",
                      "'%'",
                      "''",
                      "{ a = 'A', b = 1, ['1'] = false }",
                      "function(a, b) return b end",
                      "'%z'"));
    };
  }
}
