package dev.fnstore.cli;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Glob;
import dev.fnstore.cli.source.Source;
import dev.fnstore.cli.source.SourceException;
import dev.fnstore.cli.text.TestText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fnstore test}. */
@Command(
    name = "test",
    description = {
      "Runs the tests of libraries on a server of its own.",
      "Those of x.lua are in x_test.lua beside it: functions called test_…, which fail by an error."
          + " No other server is asked, and nothing stays."
    },
    exitCodeList = {
      "0:all tests pass",
      "1:a test fails",
      "2:they could not be run; standard error says why"
    })
final class TestCommand extends Verb {
  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "The source of a library, or its tests.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--only",
      paramLabel = "PATTERN",
      description = "Only tests of such a name.",
      defaultValue = "*")
  private String only = "*";

  @Option(
      names = "--time-limit",
      paramLabel = "MS",
      description = "A test that takes longer and has not written fails. Default: ${DEFAULT-VALUE}",
      defaultValue = "10000")
  private long timeLimitMs;

  TestCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void check() throws FailedException {
    if (timeLimitMs < 1) {
      throw new FailedException("--time-limit is 1 ms or more.");
    }
  }

  @Override
  int run() throws SourceException, FailedException {
    List<List<TestLibrary>> libraries = new ArrayList<>();
    for (TestFiles pair : TestFiles.of(files)) {
      libraries.add(pair.read(surroundings().in()));
    }
    long startNanos = System.nanoTime();
    List<TestText.Result> results = run(libraries);
    long micros = (System.nanoTime() - startNanos) / 1000;
    if (results.isEmpty()) {
      throw new FailedException(
          only.equals("*")
              ? "there is no test: those of x.lua are functions test_… in x_test.lua beside it."
              : "there is no test of a name like '" + only + "'.");
    }
    print(TestText.reply(results, micros), TestText::printSummary);
    return results.stream().allMatch(TestText.Result::isOk) ? DONE : FOUND;
  }

  private List<TestText.Result> run(List<List<TestLibrary>> libraries)
      throws SourceException, FailedException {
    List<TestText.Result> results = new ArrayList<>();
    try (ThrowAwayServer server = ThrowAwayServer.start(timeLimitMs);
        Source source = server.connect()) {
      TestRun run =
          new TestRun(source, Glob.ignoringCase(Bytes.of(only)), result -> took(result, results));
      for (List<TestLibrary> each : libraries) {
        run.run(each);
      }
    }
    return results;
  }

  private void took(TestText.Result result, List<TestText.Result> results) {
    results.add(result);
    if (output() == Output.TABLE) {
      TestText.printResult(result, out(), surroundings().terminal().hasColours());
      out().flush();
    }
  }
}
