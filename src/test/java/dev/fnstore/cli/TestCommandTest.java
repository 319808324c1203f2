package dev.fnstore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code fnstore test}: what passes, what fails, where, and with which exit code it ends. */
final class TestCommandTest {
  private static final String LIBRARY =
      """
            #!lua name=lib
            local seen = 0
            local function twice(n) return n * 2 end
            server.register_function('double', function(keys, args)
              seen = seen + 1
              server.call('SET', keys[1], args[1])
              return twice(args[1]) + #args
            end)
            redis.register_function{function_name = 'broken', flags = {'no-writes'},
              callback = function() return nil .. 'x' end}"""; // no line end

  @TempDir Path folder;

  private final Cli cli = new Cli();

  @Test
  void shouldReachFunctionsAndLocalsFromPlainTests() throws IOException {
    Path library = write("lib.lua", LIBRARY);
    write(
        "lib_test.lua",
        """
            server.register_function('test_fcall', function(keys, args)
              assert(#keys == 0 and #args == 0)
              assert(fcall('DOUBLE', {'k'}, {21, 'more'}) == 44)
              assert(server.call('GET', 'k') == '21' and seen == 1)
            end)
            server.register_function('test_alone', function()
              assert(server.call('EXISTS', 'k') == 0 and seen == 0 and twice(2) == 4)
              fcall('double', {'k'}, {1})
            end)
            server.register_function('helper', function() error('not a test') end)
            server.register_function('test_null', function() return false end)
            """);

    Cli.Result result = cli.run("test", library.toString());

    assertThat(result.err()).isEmpty();
    assertThat(lines(result))
        .containsExactly(
            "ok      lib.test_fcall",
            "ok      lib.test_alone",
            "ok      lib.test_null",
            "3 passed, 0 failed (0.0 s)");
    assertThat(result.code()).isZero();
  }

  @Test
  void shouldTellWhereTestsFail() throws IOException {
    write("lib.lua", LIBRARY);
    Path tests =
        write(
            "lib_test.lua",
            """
            local function t(name, f) server.register_function('test_' .. name, f) end
            t('error', function() error('on purpose') end)
            t('assert', function()
              assert(1 == 2)
            end)
            t('library', function() return fcall('broken') end)
            t('command', function() return server.call('SET') end)
            t('reply', function() return server.error_reply('MINE it is') end)
            t('unknown', function() fcall('nosuch') end)
            t('ok', function() return server.status_reply('FINE') end)
            t('endless', function() while true do end end)
            """);

    Cli.Result result = cli.run("test", "--time-limit", "200", tests.toString());

    assertThat(lines(result))
        .containsExactly(
            "FAILED  lib.test_error: lib_test.lua:2: on purpose",
            "FAILED  lib.test_assert: lib_test.lua:4: assertion failed!",
            "FAILED  lib.test_library: lib.lua:10: attempt to concatenate a nil value",
            "FAILED  lib.test_command: lib_test.lua:7: Wrong number of args calling command from"
                + " script",
            "FAILED  lib.test_reply: MINE it is",
            "FAILED  lib.test_unknown: lib_test.lua:9: there is no function nosuch",
            "ok      lib.test_ok",
            "FAILED  lib.test_endless: lib_test.lua:11: Script ran longer than script-time-limit and"
                + " was killed.",
            "1 passed, 7 failed (0.0 s)");
    assertThat(result.code()).isEqualTo(1);
  }

  @Test
  void shouldLoadTestsWithAShebangAsALibrary() throws IOException {
    write("lib.lua", LIBRARY);
    Path tests =
        write(
            "lib_test.lua",
            """
            #!lua name=lib_test
            server.register_function('test_own', function()
              return fcall('double') end)
            """);
    assertThat(lines(cli.run("test", tests.toString())))
        .containsExactly(
            "FAILED  lib_test.test_own: lib_test.lua:3: Script attempted to access nonexistent"
                + " global variable 'fcall'",
            "0 passed, 1 failed (0.0 s)");
  }

  @Test
  void shouldRunEachPairOfFilesOnce() throws IOException {
    String test = "server.register_function('test_one', function() end)\n";
    Path a = write("a.lua", "#!lua name=a\n" + test.replace("test_one", "f"));
    Path aTest = write("a_test.lua", test);
    Path b = write("b.lua", "#!lua name=b\n" + test.replace("test_one", "f"));
    Path bTest = write("b_test.lua", test);
    Path c = write("c.lua", "#!lua name=c\n" + test.replace("test_one", "f"));

    Cli.Result result =
        cli.run(
            "test", a.toString(), aTest.toString(), b.toString(), bTest.toString(), c.toString());
    assertThat(lines(result))
        .containsExactly("ok      a.test_one", "ok      b.test_one", "2 passed, 0 failed (0.0 s)");
    assertThat(cli.run("test", c.toString()).code()).isEqualTo(2);
    assertThat(cli.run("test", "--only", "nosuch", a.toString()).err())
        .isEqualTo("fnstore: there is no test of a name like 'nosuch'.\n");
  }

  @Test
  void shouldColourOnATerminalOnly() throws IOException {
    Path tests =
        write("t_test.lua", "#!lua name=t\nserver.register_function('test_a', function() end)\n");
    assertThat(cli.run("test", tests.toString()).out()).doesNotContain("\u001b");
    cli.terminal().sit();
    assertThat(cli.run("test", tests.toString()).out()).contains("\u001b[32mok\u001b[m  ");
    assertThat(cli.run("test", "-o", "json", tests.toString()).out())
        .matches(
            "\\{\"passed\":1,\"failed\":0,\"duration_us\":\\d+,\"tests\":\\[\\{\"library\":\"t\","
                + "\"test\":\"test_a\",\"ok\":true,\"error\":null,\"duration_us\":\\d+}]}\n");
  }

  @Test
  void shouldRefuseWhatCannotBeRun() throws IOException {
    Path alone = write("alone_test.lua", "local a = 1\n");
    assertThat(failure(alone)).contains("which is not there");
    assertThat(failure(folder.resolve("nosuch.lua"))).contains("there is no file");
    Path bad = write("bad.lua", LIBRARY);
    write("bad_test.lua", "local a = 1\nlocal b = = 2\n");
    assertThat(failure(bad)).contains("cannot be loaded").contains("bad_test.lua:2: unexpected");
    assertThat(cli.run("test").code()).isEqualTo(2);
  }

  @Test
  void shouldLeaveNothingBehind() throws IOException {
    Path tests =
        write("t_test.lua", "#!lua name=t\nserver.register_function('test_a', function() end)\n");
    List<Path> before = temporaryFolders();
    cli.run("test", tests.toString());
    assertThat(temporaryFolders()).isEqualTo(before);
  }

  private static List<Path> temporaryFolders() throws IOException {
    try (Stream<Path> found = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return found
          .filter(path -> String.valueOf(path.getFileName()).startsWith("fnstore-test-"))
          .sorted()
          .toList();
    }
  }

  private String failure(Path file) {
    Cli.Result result = cli.run("test", file.toString());
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    return result.err();
  }

  private List<String> lines(Cli.Result result) {
    return result.lines().stream()
        .map(line -> line.replace(folder + "/", "").replaceAll("\\d+\\.\\d s", "0.0 s"))
        .toList();
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
