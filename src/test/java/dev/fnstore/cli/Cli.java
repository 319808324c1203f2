package dev.fnstore.cli;

import dev.fnstore.bytes.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The command line in this process, with streams, variables and a terminal of its own. */
final class Cli {
  private final FakeTerminal terminal = new FakeTerminal();
  private final Map<String, String> environment = new HashMap<>();
  private Bytes input = Bytes.EMPTY;

  /** What a run ends with. */
  record Result(int code, Bytes bytes, String err) {
    String out() {
      return bytes.toText();
    }

    /** What was printed, by lines. */
    List<String> lines() {
      return out().lines().toList();
    }
  }

  /** A line without what differs from run to run; of tables, columns stay as wide as they are. */
  static String asAlways(String line) {
    return line.replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "2026-11-20T12:30:01.210Z")
        .replaceAll("\\b[0-9a-f]{64}\\b", "DIGEST")
        .replaceAll("\\b[0-9a-f]{12}\\b", "0123456789ab")
        .replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:7379")
        .replaceAll("\"time_ms\":\\d+", "\"time_ms\":0");
  }

  FakeTerminal terminal() {
    return terminal;
  }

  Cli with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** What the next run reads from standard input. */
  Cli input(Bytes bytes) {
    input = bytes;
    return this;
  }

  Result run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StringWriter err = new StringWriter();
    Surroundings surroundings =
        new Surroundings(
            new ByteArrayInputStream(input.shared()), out, Map.copyOf(environment), terminal);
    int code = Main.line(surroundings).setErr(new PrintWriter(err, true)).execute(arguments);
    return new Result(code, Bytes.wrap(out.toByteArray()), err.toString());
  }
}
