package dev.fnstore.clients;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A recorded exchange of a client that has no package here, as a file of {@code
 * src/test/resources/handshakes} tells it.
 *
 * <pre>
 * # a comment
 * > HELLO 3                     the client sends a command …
 * > CLIENT SETNAME "my app"     … and another one in the same pipeline, without waiting
 * < map proto=3 id=integer      the reply to the first; see {@link ExpectedReply}
 * < ok                          the reply to the second
 * other> SET key value          a second connection sends
 * other< ok                     and is replied to
 * </pre>
 *
 * Words are separated by blanks; in double quotes {@code \n}, {@code \r}, {@code \\}, {@code \"}
 * and {@code \x7f} are understood, each escape being one byte.
 */
record Handshake(List<Step> steps) {
  Handshake {
    steps = List.copyOf(steps);
  }

  /** One line. */
  sealed interface Step {
    /** Whether it is the second connection's. */
    boolean other();

    /** Where it is written, counted from 1. */
    int line();
  }

  /** A command that is sent. */
  record Send(boolean other, int line, List<byte[]> words) implements Step {}

  /** A reply, or a push, that must be the next. */
  record Receive(boolean other, int line, ExpectedReply expected) implements Step {}

  static Handshake parse(List<String> lines) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      boolean other = line.startsWith("other");
      String rest = other ? line.substring("other".length()) : line;
      if (rest.startsWith("> ")) {
        steps.add(new Send(other, i + 1, words(rest.substring(2))));
      } else if (rest.startsWith("< ")) {
        steps.add(new Receive(other, i + 1, ExpectedReply.parse(rest.substring(2))));
      } else {
        throw new IllegalArgumentException("line %d: %s".formatted(i + 1, line));
      }
    }
    return new Handshake(steps);
  }

  /** The words of a line, each as its bytes. */
  static List<byte[]> words(String line) {
    List<byte[]> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean begun = false;
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quoted && c == '\\') {
        i += escape(line, i + 1, word);
      } else if (c == '"') {
        quoted = !quoted;
        begun = true;
      } else if (c == ' ' && !quoted) {
        if (begun) {
          words.add(word.toString().getBytes(StandardCharsets.ISO_8859_1));
          word.setLength(0);
          begun = false;
        }
      } else {
        word.append(c);
        begun = true;
      }
    }
    if (begun) {
      words.add(word.toString().getBytes(StandardCharsets.ISO_8859_1));
    }
    return words;
  }

  /** Adds the byte that the escape at {@code start} is for; returns how long the escape is. */
  private static int escape(String line, int start, StringBuilder word) {
    char c = line.charAt(start);
    if (c == 'x') {
      word.append((char) Integer.parseInt(line, start + 1, start + 3, 16));
      return 3;
    }
    word.append(
        switch (c) {
          case 'n' -> '\n';
          case 'r' -> '\r';
          default -> c;
        });
    return 1;
  }
}
