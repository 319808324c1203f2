package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code docs/commands.md} has a line for every command that the server answers, with the summary
 * of COMMAND DOCS, and for no other. {@code -Dcommands.write=true} writes the lines anew; the last
 * column, written by hand, stays.
 */
final class CommandsPageTest {
  private static final Path PAGE = Path.of("docs", "commands.md");
  private static final Pattern LINE = Pattern.compile("\\| `([^`]+)` \\| ([^|]*) \\| ([^|]*) \\|");
  private static final String HEAD = "| command | what it does | differs from Valkey 8.1 |";

  @TempDir Path folder;

  @Test
  void shouldListEveryCommandAsTheTableHasIt() throws IOException {
    Map<String, String> summaries = summaries();
    String page = Files.readString(PAGE);
    Map<String, String> differences = new TreeMap<>();
    Map<String, String> listed = new TreeMap<>();
    Matcher lines = LINE.matcher(page);
    while (lines.find()) {
      listed.put(lines.group(1), lines.group(2).strip());
      differences.put(lines.group(1), lines.group(3).strip());
    }
    if (Boolean.getBoolean("commands.write")) {
      write(page, summaries, differences);
      return;
    }
    assertThat(listed)
        .as("docs/commands.md; write it anew with -Dtest=CommandsPageTest -Dcommands.write=true")
        .isEqualTo(summaries);
  }

  private static void write(
      String page, Map<String, String> summaries, Map<String, String> differences)
      throws IOException {
    StringBuilder table = new StringBuilder(HEAD).append("\n|---|---|---|\n");
    summaries.forEach(
        (name, summary) ->
            table.append(
                "| `%s` | %s | %s |\n"
                    .formatted(name, summary, differences.getOrDefault(name, ""))));
    Files.writeString(PAGE, page.substring(0, page.indexOf(HEAD)) + table);
  }

  private Map<String, String> summaries() {
    Map<String, String> summaries = new TreeMap<>();
    try (TestServer server = TestServer.start(folder);
        RespConnection client = server.connect().resp3()) {
      collect((Reply.Dictionary) client.call("COMMAND", "DOCS"), summaries);
    }
    return summaries;
  }

  private static void collect(Reply.Dictionary commands, Map<String, String> summaries) {
    for (Reply.Entry command : commands.entries()) {
      List<Reply.Entry> facts = new ArrayList<>(((Reply.Dictionary) command.value()).entries());
      String name = text(command.key()).replace('|', ' ');
      for (Reply.Entry fact : facts) {
        if (text(fact.key()).equals("summary")) {
          summaries.put(name, text(fact.value()));
        } else if (text(fact.key()).equals("subcommands")) {
          collect((Reply.Dictionary) fact.value(), summaries);
        }
      }
    }
  }

  private static String text(Reply reply) {
    return ((Reply.Bulk) reply).value().toText();
  }
}
