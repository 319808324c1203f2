package dev.fnstore.engine.lua;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One attempt of the corpus to break out of the sandbox or to hurt.
 *
 * <p>A file of the corpus holds, for each: a line {@code @kind title}, the code, a line that begins
 * with {@code =} and is the answer expected; and, where Valkey's is not the same, a line that
 * begins with {@code !} and says {@code differs} or, where it is not to be asked, {@code skipped},
 * and why. {@code <<text|n>>} in the code is {@code text} n times.
 *
 * @param kind what the code is: a function's body, a library's top level or a script of EVAL
 * @param note why Valkey's answer is not the same; empty if it is
 */
record SandboxAttempt(Kind kind, String title, String code, String expected, String note) {
  enum Kind {
    FUNCTION,
    LIBRARY,
    EVAL
  }

  private static final Pattern REPEATED = Pattern.compile("<<(.*?)\\|(\\d+)>>");
  private static final String NAME = "attempt";
  private static final String SHEBANG = "#!lua name=" + NAME + "\n";

  /** All attempts of one file. */
  static Stream<SandboxAttempt> read(String file) {
    return Pattern.compile("^@", Pattern.MULTILINE)
        .splitAsStream(text("sandbox-corpus/" + file))
        .skip(1)
        .map(SandboxAttempt::parse);
  }

  private static String text(String resource) {
    try (InputStream in =
        Objects.requireNonNull(SandboxAttempt.class.getResourceAsStream(resource))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SandboxAttempt parse(String text) {
    List<String> lines = text.lines().toList();
    int answer = 0;
    while (!lines.get(answer).startsWith("= ")) {
      answer++;
    }
    String head = lines.get(0);
    int space = head.indexOf(' ');
    return new SandboxAttempt(
        Kind.valueOf(head.substring(0, space).toUpperCase(Locale.ROOT)),
        head.substring(space + 1),
        REPEATED
            .matcher(String.join("\n", lines.subList(1, answer)))
            .replaceAll(match -> match.group(1).repeat(Integer.parseInt(match.group(2)))),
        lines.get(answer).substring(2),
        answer + 1 < lines.size() ? lines.get(answer + 1).substring(2) : "");
  }

  boolean isSkippedByPeer() {
    return note.startsWith("skipped: ");
  }

  boolean differsFromPeer() {
    return note.startsWith("differs: ");
  }

  /** Makes the attempt; gives what it is answered, or its library if that is refused. */
  String make(RespConnection on) {
    if (kind == Kind.EVAL) {
      return Lua.show(on.call("EVAL", code, "2", "k1", "k2", "a1", "a2"));
    }
    on.call("FUNCTION", "DELETE", NAME);
    String source =
        kind == Kind.LIBRARY
            ? code
            : "server.register_function('f', function(keys, args) " + code + " end)";
    Reply loaded = on.call("FUNCTION", "LOAD", SHEBANG + source);
    return Lua.show(
        loaded instanceof Reply.ErrorReply
            ? loaded
            : on.call("FCALL", "f", "2", "k1", "k2", "a1", "a2"));
  }

  @Override
  public String toString() {
    return title;
  }
}
