package dev.fnstore.registry;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.QuotedWords;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a library's first line says: {@code #!<engine> name=<name>}. The grammar and the order of
 * its errors are Valkey's.
 *
 * @param engine as written, which may be empty
 * @param name checked
 */
public record LibraryHeader(Bytes engine, Bytes name) {
  private static final Bytes SHEBANG = Bytes.of("#!");

  /**
   * Reads the first line of {@code source}.
   *
   * @throws RefusedException if it is no header
   */
  public static LibraryHeader parse(Bytes source) throws RefusedException {
    if (!source.startsWith(SHEBANG)) {
      throw new RefusedException("Missing library metadata");
    }
    List<Bytes> words =
        QuotedWords.split(firstLine(source))
            .filter(split -> !split.isEmpty())
            .orElseThrow(() -> new RefusedException("Invalid library metadata"));
    Bytes name = null;
    for (Bytes word : words.subList(1, words.size())) {
      if (word.length() < 5 || !word.slice(0, 5).equalsIgnoreCase("name=")) {
        throw RefusedException.naming("Invalid metadata value given: ", word, "");
      } else if (name != null) {
        throw new RefusedException(
            "Invalid metadata value, name argument was given multiple times");
      }
      name = word.slice(5, word.length());
    }
    Bytes engine = words.get(0);
    return new LibraryHeader(engine.slice(SHEBANG.length(), engine.length()), checked(name));
  }

  private static Bytes firstLine(Bytes source) throws RefusedException {
    int newline = source.indexOf((byte) '\n', 0);
    int nul = source.indexOf((byte) 0, 0);
    if (newline < 0 || (nul >= 0 && nul < newline)) {
      throw new RefusedException("Invalid library metadata");
    }
    return source.slice(0, newline);
  }

  private static Bytes checked(@Nullable Bytes name) throws RefusedException {
    if (name == null) {
      throw new RefusedException("Library name was not given");
    } else if (!isName(name)) {
      throw new RefusedException(
          "Library names can only contain letters, numbers, or underscores(_) and must be at least"
              + " one character long");
    }
    return name;
  }

  private static boolean isName(Bytes name) {
    for (byte b : name.shared()) {
      boolean letter = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
      boolean digit = b >= '0' && b <= '9';
      if (!letter && !digit && b != '_') {
        return false;
      }
    }
    return !name.isEmpty();
  }
}
