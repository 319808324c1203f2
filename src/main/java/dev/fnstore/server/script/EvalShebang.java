package dev.fnstore.server.script;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.QuotedWords;
import dev.fnstore.engine.ScriptException;
import dev.fnstore.model.FunctionFlag;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The first line of a script of EVAL: {@code #!lua flags=no-writes,allow-oom}, or none. */
final class EvalShebang {
  private static final Bytes SHEBANG = Bytes.of("#!");
  private static final Bytes LUA = Bytes.of("#!lua");
  private static final Bytes FLAGS = Bytes.of("flags=");

  private EvalShebang() {}

  /**
   * The flags that a script declares, or empty where it has no shebang.
   *
   * @throws ScriptException if its shebang is wrong, in Valkey 8.1's words
   */
  static Optional<Set<FunctionFlag>> flags(Bytes source) throws ScriptException {
    if (!source.startsWith(SHEBANG)) {
      return Optional.empty();
    }
    int newline = source.indexOf((byte) '\n', 0);
    if (newline < 0) {
      throw new ScriptException("Invalid script shebang");
    }
    List<Bytes> words =
        QuotedWords.split(source.slice(0, newline))
            .filter(split -> !split.isEmpty())
            .orElseThrow(() -> new ScriptException("Invalid engine in script shebang"));
    if (!words.get(0).equals(LUA)) {
      Bytes engine = words.get(0).slice(2, words.get(0).length());
      throw naming("Could not find scripting engine '", engine, "'");
    }
    Set<FunctionFlag> flags = EnumSet.noneOf(FunctionFlag.class);
    for (Bytes word : words.subList(1, words.size())) {
      if (!word.startsWith(FLAGS)) {
        throw naming("Unknown lua shebang option: ", word, "");
      }
      addFlags(word.slice(FLAGS.length(), word.length()), flags);
    }
    return Optional.of(flags);
  }

  private static void addFlags(Bytes list, Set<FunctionFlag> flags) throws ScriptException {
    int from = 0;
    while (from < list.length()) {
      int comma = list.indexOf((byte) ',', from);
      int to = comma < 0 ? list.length() : comma;
      Bytes text = list.slice(from, to);
      FunctionFlag flag =
          FunctionFlag.named(text)
              .filter(named -> Bytes.of(named.text()).equals(text))
              .orElseThrow(() -> naming("Unexpected flag in script shebang: ", text, ""));
      flags.add(flag);
      from = to + 1;
    }
  }

  private static ScriptException naming(String before, Bytes word, String after) {
    return new ScriptException(Bytes.of(before).concat(word).concat(Bytes.of(after)));
  }
}
