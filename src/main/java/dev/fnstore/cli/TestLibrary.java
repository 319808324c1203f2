package dev.fnstore.cli;

import dev.fnstore.bytes.Bytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A library as it is loaded to be tested, and from which file each of its lines is.
 *
 * @param source what is loaded
 * @param file where it begins
 * @param lines how many of its lines are from there
 * @param tests where the further ones are from, if there are any
 */
record TestLibrary(Bytes source, Path file, int lines, @Nullable Path tests) {
  private static final Bytes SHEBANG = Bytes.of("#!");
  private static final Bytes LINE_END = Bytes.of("\n");

  /** Through it functions are registered, so that {@code fcall} finds them. */
  private static final String REGISTER = "fnstore_register";

  /**
   * In front of a library's second line, so that lines keep their numbers. While a library is
   * loaded there are no Lua functions yet: names are looked at when they are called.
   */
  private static final Bytes PRELUDE =
      Bytes.of(
          "local fcall, fnstore_register do local registered = {}"
              + " fnstore_register = function(...)"
              + " registered[#registered + 1] = {...} server.register_function(...) end"
              + " local function strings(list) local all = {}"
              + " for i, value in ipairs(list or {}) do all[i] = tostring(value) end"
              + " return all end"
              + " fcall = function(name, keys, args)"
              + " for _, words in ipairs(registered) do"
              + " local known, callback = words[1], words[2]"
              + " if type(known) == 'table' then"
              + " known, callback = known.function_name, known.callback end"
              + " if string.lower(known) == string.lower(name) then"
              + " return callback(strings(keys), strings(args)) end end"
              + " error('there is no function ' .. name, 2) end end ");

  private static final Pattern REGISTRATION =
      Pattern.compile("\\b(server|redis)\\s*\\.\\s*register_function\\b");
  private static final Pattern LINE = Pattern.compile("@?user_function: ?(\\d+)");
  private static final Pattern WHERE =
      Pattern.compile("(?s)(.*) script: \\w+, on @user_function:(\\d+)\\.");

  /** Whether a text is a library by itself. */
  static boolean isLibrary(Bytes source) {
    return source.startsWith(SHEBANG);
  }

  /** A library as it is. */
  static TestLibrary of(Path file, Bytes source) {
    return new TestLibrary(source, file, Integer.MAX_VALUE, null);
  }

  /** A library with tests as its last part, which reach its locals, and its functions by name. */
  static TestLibrary joined(Path file, Bytes source, Path tests, Bytes testSource) {
    Bytes whole = isEnded(source) ? source : source.concat(LINE_END);
    int body = whole.indexOf((byte) '\n', 0) + 1;
    Bytes joined =
        whole
            .slice(0, body)
            .concat(PRELUDE)
            .concat(registering(whole.slice(body, whole.length())))
            .concat(testSource);
    return new TestLibrary(joined, file, lineCount(whole), tests);
  }

  /** As Latin-1, which any bytes are; line ends between the words stay. */
  private static Bytes registering(Bytes code) {
    String changed =
        REGISTRATION
            .matcher(code.toLatin1())
            .replaceAll(found -> REGISTER + found.group().replaceAll("[^\n]", ""));
    return Bytes.wrap(changed.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static boolean isEnded(Bytes text) {
    return !text.isEmpty() && text.at(text.length() - 1) == '\n';
  }

  private static int lineCount(Bytes text) {
    int count = 0;
    for (int at = text.indexOf((byte) '\n', 0); at >= 0; at = text.indexOf((byte) '\n', at + 1)) {
      count++;
    }
    return count;
  }

  /** An error's text with files and their lines where the server names its own. */
  String located(String error) {
    Matcher where = WHERE.matcher(error);
    if (!where.matches()) {
      return inFiles(error);
    }
    String text = where.group(1);
    return inFiles(
        LINE.matcher(text).lookingAt() ? text : "user_function:" + where.group(2) + ": " + text);
  }

  private String inFiles(String text) {
    return LINE.matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(place(Integer.parseInt(found.group(1)))));
  }

  private String place(int line) {
    return line > lines ? tests + ":" + (line - lines) : file + ":" + line;
  }
}
