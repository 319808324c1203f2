package dev.fnstore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the verbs do on a running server, and with which exit code they end. */
final class VerbsTest {
  @TempDir Path folder;

  private final Cli cli = new Cli();
  private TestServer server;

  @BeforeEach
  void start() {
    server = TestServer.start(folder.resolve("store"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void shouldTellNewestFirstWhoDidWhat() throws IOException {
    load("one", source("a", "f"), "-m", "first");
    load("two", source("a", "g"), "--replace", "-m", "better");
    run("tag", "set", "good", "1");
    try (RespConnection client = server.connect()) {
      client.call("FUNCTION", "DELETE", "a");
    }
    assertThat(table(run("log")))
        .containsExactly(
            "REV  TIME  USER     ACTION  LIBRARY  VERSION  DIGEST        MESSAGE",
            "4    TIME  default  delete  a        -        -",
            "3    TIME  default  tag     -        -        -             good set to revision 1",
            "2    TIME  default  load    a        2        0123456789ab  better",
            "1    TIME  default  load    a        1        0123456789ab  first");
    assertThat(revisions("--oldest-first")).containsExactly("1", "2", "3", "4");
    assertThat(revisions("--library", "A", "--kind", "load")).containsExactly("2", "1");
    assertThat(revisions("--since", "2", "--until", "good/none")).isEmpty();
    assertThat(revisions("--since", "2", "--until", "3")).containsExactly("3", "2");
    assertThat(revisions("--user", "bob")).isEmpty();
    Cli.Result page = run("log", "-n", "2");
    assertThat(page.err())
        .isEqualTo(
            "fnstore: there may be more: go on with --after 3, or take" + " more with --limit\n");
    assertThat(revisions("-n", "2", "--after", "3")).containsExactly("2", "1");
    assertThat(run("log", "-n", "2", "-o", "json").err()).isEmpty();
  }

  @Test
  void shouldTellManyLibrariesOfOneEventInOneRow() throws IOException {
    for (String name : List.of("a", "b", "c", "d", "e")) {
      load(name, source(name, "f" + name));
    }
    assertThat(run("dump", folder.resolve("all").toString()).code()).isZero();
    run("restore", folder.resolve("all").toString(), "--policy", "replace");
    assertThat(table(run("log", "-n", "1")).get(1))
        .isEqualTo("6    TIME  default  restore  a, b and 3 more  -        -");
  }

  @Test
  void shouldShowEventsAndLibraries() throws IOException {
    load("one", source("a", "f"), "-m", "first");
    load("two", source("a", "g"), "--replace");
    Cli.Result event = run("show", "1");
    assertThat(event.out())
        .startsWith("revision   1\n")
        .contains("\nmessage    first\n", "\nthrough    fnstore-cli\n", "\nlibrary    a\nafter  ")
        .endsWith("\n\n" + source("a", "f") + "\n");
    assertThat(run("show", "--library", "a").out())
        .startsWith("library    a\nengine     LUA\nfunctions  g\nversion    2\n")
        .endsWith("\n\n" + source("a", "g") + "\n");
    assertThat(run("show", "--library", "a", "--as-of", "1").out()).contains("message    first\n");
    assertThat(run("show", "-o", "json", "1").out()).startsWith("{\"revision\":1,\"time\":\"");
    assertFails(run("show", "7"), "revision 7 is in the future: the log ends at revision 2");
    assertFails(run("show", "--library", "b"), "no library 'b' at revision 2");
    assertThat(run("show").code()).isEqualTo(2);
    assertThat(run("show", "1", "--library", "a").err()).contains("show takes either a POINT");
  }

  @Test
  void shouldTellByItsExitCodeWhetherSomethingDiffers() throws IOException {
    load("one", source("a", "f"));
    load("two", source("a", "g"), "--replace");
    Cli.Result differs = run("diff", "1");
    assertThat(differs.code()).isEqualTo(1);
    assertThat(differs.out())
        .isEqualTo(
            """
            --- a/a
            +++ b/a
            @@ -1,2 +1,2 @@
             #!lua name=a
            -server.register_function('f', function(k, a) return a end)
            +server.register_function('g', function(k, a) return a end)
            """);
    assertThat(run("diff", "1", "2", "-o", "json").code()).isEqualTo(1);
    Cli.Result same = run("diff", "2", "2");
    assertThat(same.code()).isZero();
    assertThat(same.out()).isEmpty();
    assertThat(run("diff", "1", "--library", "b").code()).isZero();
    assertFails(run("diff", "1", "nosuch"), "no tag 'nosuch'");
    cli.terminal().sit();
    assertThat(run("diff", "1").lines())
        .contains(
            "\u001b[1m--- a/a\u001b[m",
            "\u001b[36m@@ -1,2 +1,2 @@\u001b[m",
            "\u001b[31m-server.register_function('f', function(k, a) return a end)\u001b[m",
            "\u001b[32m+server.register_function('g', function(k, a) return a end)\u001b[m");
  }

  @Test
  void shouldFindNothingThatDiffersInAnEmptyLog() {
    assertThat(run("diff", "0").code()).isZero();
    assertThat(run("log").lines()).hasSize(1);
  }

  @Test
  void shouldListLibraries() throws IOException {
    load("one", source("a", "f"));
    load("two", source("b", "g"));
    assertThat(run("list").lines())
        .containsExactly("NAME  ENGINE  FUNCTIONS", "a     LUA     f", "b     LUA     g");
    assertThat(run("list", "--library", "B").lines()).hasSize(2);
    assertThat(run("list", "--as-of", "0").lines()).hasSize(1);
    assertThat(run("list", "--code", "--as-of", "1").out())
        .isEqualTo("library    a\nengine     LUA\nfunctions  f\n\n" + source("a", "f") + "\n");
    assertThat(run("list", "--as-of", "1", "-o", "json").out())
        .isEqualTo(
            "[{\"library_name\":\"a\",\"engine\":\"LUA\",\"functions\":"
                + "[{\"name\":\"f\",\"description\":null,\"flags\":[]}]}]\n");
  }

  @Test
  void shouldLoadSeveralFilesAndSayWhichIsRefused() throws IOException {
    String one = file("one", source("a", "f"));
    String two = file("two", "#!lua name=b\nnonsense(");
    Cli.Result result = run("load", one, two);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).isEqualTo("a\n");
    assertThat(result.err()).startsWith("fnstore: " + two + ": Error compiling function");
    assertFails(
        run("load", one, folder.resolve("three").toString()),
        "there is no file " + folder.resolve("three") + ". Nothing was changed.");
    assertFails(run("load", one), one + ": Library 'a' already exists");
    assertThat(run("load", "--replace", one, "-o", "json").out()).isEqualTo("[\"a\"]\n");
    assertFails(
        run("load", "--replace", "--if-revision", "1", one),
        one + ": STALE library 'a' is at revision 2, not at 1");
    cli.input(Bytes.of(source("c", "h")));
    assertThat(run("load", "-").out()).isEqualTo("c\n");
  }

  @Test
  void shouldRollBackWhatWasShownAndAgreedTo() throws IOException {
    load("one", source("a", "f"));
    load("two", source("b", "g"));
    load("three", source("a", "h"), "--replace");
    run("tag", "set", "bad");
    List<String> plan =
        List.of(
            "To have libraries again as they were at revision 1:", "  replace  a", "  delete   b");
    assertThat(run("rollback", "1", "--dry-run").lines()).isEqualTo(plan);
    Cli.Result unasked = run("rollback", "1");
    assertThat(unasked.lines()).isEqualTo(plan);
    assertFails(unasked, "there is no terminal to ask on: say --yes. Nothing was changed.");
    cli.terminal().answer("no");
    assertFails(run("rollback", "1"), "nothing was changed.");
    assertThat(cli.terminal().questions()).containsExactly("Go on?");
    cli.terminal().answer("yes");
    Cli.Result done = run("rollback", "1", "-m", "both are broken");
    assertThat(done.code()).isZero();
    assertThat(done.lines()).endsWith("Revision 5 has them as they were at revision 1.");
    assertThat(run("rollback", "1").out())
        .isEqualTo("All libraries are as they were at revision 1.\n");
    assertThat(run("log", "-n", "1").out()).contains("to revision 1: both are broken");
    assertThat(run("rollback", "3", "--library", "b", "--yes", "-o", "json").out())
        .isEqualTo(
            "{\"revision\":6,\"from\":5,\"to\":3,"
                + "\"added\":[\"b\"],\"removed\":[],\"changed\":[]}\n");
    assertFails(
        run("rollback", "99", "--yes"),
        "revision 99 is in the future: the log ends at" + " revision 6");
  }

  @Test
  void shouldNamePoints() throws IOException {
    load("one", source("a", "f"));
    assertThat(run("tag", "set", "v1").out()).isEqualTo("v1 is revision 1\n");
    assertThat(run("tag", "set", "start", "0", "-m", "before all").out())
        .isEqualTo("start is revision 0\n");
    assertThat(table(run("tag", "list")))
        .containsExactly(
            "TAG    REV  SET AT  TIME", "start  0    3       TIME", "v1     1    2       TIME");
    assertThat(run("tag", "delete", "v1").out()).isEqualTo("v1 is deleted\n");
    assertFails(run("tag", "delete", "v1"), "no tag 'v1'");
    assertThat(run("tag").code()).isEqualTo(2);
  }

  @Test
  void shouldCallFunctions() throws IOException {
    load(
        "one",
        """
        #!lua name=a
        server.register_function('all', function(keys, arguments) return {keys, arguments} end)
        server.register_function{
          function_name='read', callback=function() return 1 end, flags={'no-writes'}}
        server.register_function('many', function()
          return {true, false, 'x\\n', {double=1.5}, {map={k='v'}}, {ok='fine'}, {}} end)
        """);
    assertThat(run("call", "all", "--keys", "k1,k2", "x", "--", "-y").lines())
        .containsExactly("1) 1) \"k1\"", "   2) \"k2\"", "2) 1) \"x\"", "   2) \"-y\"");
    assertThat(run("call", "all", "x", "-o", "json").out()).isEqualTo("[[],[\"x\"]]\n");
    assertThat(run("call", "--read-only", "read").out()).isEqualTo("(integer) 1\n");
    assertThat(run("call", "--as-of", "1", "read").out()).isEqualTo("(integer) 1\n");
    assertThat(run("call", "many").lines())
        .containsExactly(
            "1) (integer) 1",
            "2) (nil)",
            "3) \"x\\n\"",
            "4) (double) 1.5",
            "5) 1# \"k\" => \"v\"",
            "6) fine",
            "7) (empty)");
    assertFails(run("call", "none"), "Function not found");
    assertThat(run("call", "--read-only", "all").code()).isEqualTo(2);
  }

  @Test
  void shouldCarryPayloads() throws IOException {
    load("one", source("a", "f"));
    load("two", source("b", "g"));
    Path file = folder.resolve("payload");
    Cli.Result written = run("dump", file.toString());
    byte[] payload = Files.readAllBytes(file);
    assertThat(written.out()).isEqualTo(payload.length + " bytes in " + file + "\n");
    assertThat(run("dump").bytes()).isEqualTo(Bytes.wrap(payload));
    assertThat(run("dump", "--as-of", "1").bytes().length()).isLessThan(payload.length);
    assertFails(run("dump", "-o", "json"), "a payload is no text: name a FILE to put it in.");
    assertFails(run("restore", file.toString()), "Library a already exists");
    assertThat(run("restore", "--policy", "flush", "--if-revision", "2", file.toString()).out())
        .isEqualTo("OK\n");
    assertFails(
        run("restore", "--policy", "flush", "--if-revision", "2", file.toString()),
        "STALE the registry is at revision 3, not at 2");
    cli.terminal().sit();
    assertFails(run("dump"), "a payload is no text: name a FILE to put it in.");
    assertThat(run("dump", folder.resolve("none/x").toString()).code()).isEqualTo(2);
  }

  @Test
  void shouldSayWhetherTheLogHolds() throws IOException {
    load("one", source("a", "f"));
    Cli.Result holds = run("verify");
    assertThat(holds.code()).isZero();
    assertThat(table(holds))
        .containsExactly("revision   1", "digest     DIGEST", "events     1", "The log holds.");
    String digest = "0".repeat(64);
    Cli.Result another = run("verify", "--expect", "1", digest);
    assertThat(another.code()).isEqualTo(1);
    assertThat(another.out())
        .contains("The log does not hold at revision 1: event 1 has the digest ");
    assertThat(run("verify", "--to", "1", "-o", "json").out())
        .startsWith("{\"ok\":1,\"events\":1,");
    assertFails(
        run("verify", "--to", "2"), "revision 2 is in the future: the log ends at revision 1");
  }

  @Test
  void shouldEscapeWhatCouldPlayWithATerminal() throws IOException {
    String evil =
        "#!lua name=a\n-- \u001b[31m\u202e\u009b\tx\r\n"
            + "server.register_function('f', function() end)";
    load("one", evil, "-m", "red \u001b[31m\nand more");
    assertThat(run("log").out()).endsWith("red \\x1b[31m\\nand more\n").doesNotContain("\u001b");
    assertThat(run("show", "1").lines()).contains("-- \\x1b[31m\\u{202e}\\u{9b}\tx\\r");
    assertThat(run("diff", "0").lines()).contains("+-- \\x1b[31m\\u{202e}\\u{9b}\tx\\r");
    assertThat(run("list", "--code").out()).contains("\\x1b[31m").doesNotContain("\u001b");
    assertThat(run("log", "-o", "json").out()).contains("red \\u001B[31m\\nand more");
  }

  @Test
  void shouldExplainItself() {
    List<String> verbs =
        List.of("server", "log", "show", "diff", "list", "load", "call", "rollback", "tag", "dump");
    assertThat(cli.run("--help").out()).contains(verbs).contains("restore", "verify");
    assertThat(cli.run("generate-completion").out()).contains(verbs).contains("--data-dir");
    assertThat(cli.run("diff", "--help").out())
        .contains("Exit codes:", "1   something differs", "2   it could not be done");
    assertThat(cli.run("verify", "--help").out()).contains("1   it does not hold");
    assertThat(cli.run().code()).isEqualTo(2);
    assertThat(cli.run("log", "--no-such-option").code()).isEqualTo(2);
  }

  private Cli.Result run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    int options = all.contains("--") ? all.indexOf("--") : all.size();
    all.addAll(options, List.of("--url", "valkey://127.0.0.1:" + server.port()));
    return cli.run(all.toArray(String[]::new));
  }

  private void load(String name, String source, String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("load", file(name, source)));
    arguments.addAll(List.of(options));
    Cli.Result result = run(arguments.toArray(String[]::new));
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
  }

  private String file(String name, String source) throws IOException {
    return Files.writeString(folder.resolve(name + ".lua"), source).toString();
  }

  private List<String> revisions(String... options) {
    List<String> arguments = new ArrayList<>(List.of("log"));
    arguments.addAll(List.of(options));
    return run(arguments.toArray(String[]::new)).lines().stream()
        .skip(1)
        .map(line -> line.substring(0, line.indexOf(' ')))
        .toList();
  }

  /** The lines of a table, with no time but a word for it. */
  private static List<String> table(Cli.Result result) {
    return result.lines().stream()
        .map(Cli::asAlways)
        .map(line -> line.replaceFirst("TIME {22}", "TIME  "))
        .map(line -> line.replace("2026-11-20T12:30:01.210Z", "TIME"))
        .toList();
  }

  private static void assertFails(Cli.Result result, String message) {
    assertThat(result.err()).isEqualTo("fnstore: " + message + "\n");
    assertThat(result.code()).isEqualTo(2);
  }

  private static String source(String name, String function) {
    return "#!lua name=%s\nserver.register_function('%s', function(k, a) return a end)"
        .formatted(name, function);
  }
}
