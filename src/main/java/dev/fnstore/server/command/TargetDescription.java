package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.fleet.node.TargetUri;
import dev.fnstore.fleet.node.TargetUriException;
import dev.fnstore.model.Target;
import dev.fnstore.registry.RefusedException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a target of the words of TARGET ADD, one option after the other. */
final class TargetDescription {
  private static final int MOST_WORDS = 1024;
  private static final int MOST_WORD_BYTES = 1024;

  private final Bytes name;
  private final List<Bytes> uris = new ArrayList<>();
  private final List<Bytes> patterns = new ArrayList<>();
  private Target.Mode mode = Target.Mode.MANAGED;
  private boolean auto;
  private @Nullable Bytes tag;

  /** Whether words that are no option are patterns; before, they are URIs. */
  private boolean takesPatterns;

  TargetDescription(Bytes name) {
    this.name = name;
  }

  /**
   * Takes the next option, URI or pattern.
   *
   * @throws RefusedException if it is none
   */
  void take(OptionWords words) throws RefusedException {
    if (words.take("mode")) {
      mode = mode(words.value("MODE"));
    } else if (words.take("auto")) {
      auto = yesOrNo(words.value("AUTO"));
    } else if (words.take("tag")) {
      tag = words.value("TAG");
    } else if (words.take("libraries")) {
      takesPatterns = true;
      patterns.add(bounded(words.value("LIBRARIES")));
    } else if (takesPatterns) {
      patterns.add(bounded(words.value("LIBRARIES")));
    } else {
      uris.add(uri(words.value("ADD")));
    }
  }

  private static Bytes bounded(Bytes word) throws RefusedException {
    if (word.length() > MOST_WORD_BYTES) {
      throw new RefusedException(
          "a word of a target has at most " + MOST_WORD_BYTES + " bytes, not " + word.length());
    }
    return word;
  }

  private static Bytes uri(Bytes word) throws RefusedException {
    try {
      return Bytes.of(TargetUri.parse(bounded(word).toText()).text());
    } catch (TargetUriException e) {
      throw new RefusedException(String.valueOf(e.getMessage()));
    }
  }

  private static Target.Mode mode(Bytes word) throws RefusedException {
    if (word.equalsIgnoreCase("exclusive")) {
      return Target.Mode.EXCLUSIVE;
    } else if (word.equalsIgnoreCase("managed")) {
      return Target.Mode.MANAGED;
    }
    throw RefusedException.naming("MODE is exclusive or managed, not '", word, "'");
  }

  private static boolean yesOrNo(Bytes word) throws RefusedException {
    if (word.equalsIgnoreCase("yes")) {
      return true;
    } else if (word.equalsIgnoreCase("no")) {
      return false;
    }
    throw RefusedException.naming("AUTO is yes or no, not '", word, "'");
  }

  /**
   * What was described.
   *
   * @throws RefusedException if it is not whole
   */
  Target target() throws RefusedException {
    if (uris.isEmpty()) {
      throw new RefusedException(
          "TARGET ADD needs the URI of one server of the target at least, such as"
              + " valkey://127.0.0.1:6379");
    } else if (uris.size() + patterns.size() > MOST_WORDS) {
      throw new RefusedException(
          "a target has at most " + MOST_WORDS + " URIs and patterns in all");
    }
    return new Target(name, uris, mode, auto, patterns, tag);
  }
}
