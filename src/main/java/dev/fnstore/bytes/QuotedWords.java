package dev.fnstore.bytes;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Splits a line into words by the quoting rules that Valkey uses for inline commands and for a
 * library's shebang line: words are parted by white space; {@code "…"} knows {@code \n \r \t \b \a
 * \xHH} and {@code \} before any other byte; {@code '…'} knows {@code \'} only; a closing quote
 * ends the word and must be followed by white space or the end; a quote may open within a word; a
 * NUL ends the line.
 */
public final class QuotedWords {
  private final byte[] line;
  private final List<Bytes> words = new ArrayList<>();
  private int position;

  private QuotedWords(byte[] line) {
    this.line = line;
  }

  /** The words of {@code line}, or empty if a quote is not closed or closed within a word. */
  public static Optional<List<Bytes>> split(Bytes line) {
    QuotedWords splitter = new QuotedWords(line.shared());
    return splitter.run() ? Optional.of(List.copyOf(splitter.words)) : Optional.empty();
  }

  private boolean run() {
    while (true) {
      while (!atEnd() && isSpace(line[position])) {
        position++;
      }
      if (atEnd()) {
        return true;
      }
      if (!word()) {
        return false;
      }
    }
  }

  private boolean word() {
    ByteArrayOutputStream word = new ByteArrayOutputStream();
    while (!atEnd() && !endsWord(line[position])) {
      byte b = line[position++];
      boolean wellFormed =
          switch (b) {
            case '"' -> doubleQuoted(word);
            case '\'' -> singleQuoted(word);
            default -> {
              word.write(b);
              yield true;
            }
          };
      if (!wellFormed) {
        return false;
      }
    }
    words.add(Bytes.wrap(word.toByteArray()));
    return true;
  }

  private boolean doubleQuoted(ByteArrayOutputStream word) {
    while (!atEnd()) {
      byte b = line[position++];
      if (b == '"') {
        return atWordEnd();
      } else if (b == '\\' && !atEnd()) {
        escape(word);
      } else {
        word.write(b);
      }
    }
    return false;
  }

  private void escape(ByteArrayOutputStream word) {
    if (line[position] == 'x'
        && position + 2 < line.length
        && hex(line[position + 1]) >= 0
        && hex(line[position + 2]) >= 0) {
      word.write((hex(line[position + 1]) << 4) | hex(line[position + 2]));
      position += 3;
      return;
    }
    byte b = line[position++];
    word.write(
        switch (b) {
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          case 'b' -> '\b';
          case 'a' -> 7;
          default -> b;
        });
  }

  private boolean singleQuoted(ByteArrayOutputStream word) {
    while (!atEnd()) {
      byte b = line[position++];
      if (b == '\'') {
        return atWordEnd();
      } else if (b == '\\' && !atEnd() && line[position] == '\'') {
        word.write('\'');
        position++;
      } else {
        word.write(b);
      }
    }
    return false;
  }

  private boolean atWordEnd() {
    return atEnd() || isSpace(line[position]);
  }

  private boolean atEnd() {
    return position >= line.length || line[position] == 0;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }

  /** A vertical tab or a form feed may stand before a word, but does not end one. */
  private static boolean endsWord(byte b) {
    return isSpace(b) && b != 0x0b && b != '\f';
  }

  private static int hex(byte b) {
    return Character.digit(b, 16);
  }
}
