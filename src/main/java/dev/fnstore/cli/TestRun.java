package dev.fnstore.cli;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Glob;
import dev.fnstore.cli.source.Request;
import dev.fnstore.cli.source.Source;
import dev.fnstore.cli.source.SourceException;
import dev.fnstore.cli.text.Fields;
import dev.fnstore.cli.text.TestText;
import dev.fnstore.resp.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs tests, each on libraries that have just been loaded and without any keys. */
final class TestRun {
  private static final Glob TESTS = Glob.ignoringCase(Bytes.of("test_*"));

  private final Source server;
  private final Glob only;
  private final Consumer<TestText.Result> onResult;

  /**
   * Prepares to run.
   *
   * @param server whose libraries and keys are nobody else's
   * @param only the tests to run
   * @param onResult told of each test that has run
   */
  TestRun(Source server, Glob only, Consumer<TestText.Result> onResult) {
    this.server = server;
    this.only = only;
    this.onResult = onResult;
  }

  /** Runs the tests of some libraries. */
  void run(List<TestLibrary> libraries) throws SourceException, FailedException {
    server.ask(Request.of("FUNCTION", "FLUSH"));
    Map<Bytes, TestLibrary> byName = load(libraries);
    for (Fields library : Fields.each(server.ask(Request.of("FUNCTION", "LIST")))) {
      Bytes name = library.text("library_name");
      for (Fields function : Fields.each(library.get("functions"))) {
        Bytes test = function.text("name");
        TestLibrary of = byName.get(name);
        if (of != null && TESTS.matches(test) && only.matches(test)) {
          load(libraries); // what other tests left in its locals is gone
          server.ask(Request.of("FLUSHALL"));
          onResult.accept(run(name, test, of));
        }
      }
    }
  }

  private Map<Bytes, TestLibrary> load(List<TestLibrary> libraries) throws FailedException {
    Map<Bytes, TestLibrary> byName = new HashMap<>();
    for (TestLibrary library : libraries) {
      try {
        Reply name = server.ask(Request.of("FUNCTION", "LOAD", "REPLACE").add(library.source()));
        byName.put(((Reply.Bulk) name).value(), library);
      } catch (SourceException e) {
        String reason = library.located(String.valueOf(e.getMessage()));
        throw new FailedException(library.file() + " cannot be loaded: " + reason, e);
      }
    }
    return byName;
  }

  private TestText.Result run(Bytes library, Bytes test, TestLibrary source) {
    long startNanos = System.nanoTime();
    String error = null;
    try {
      server.ask(Request.of("FCALL").add(test).add("0"));
    } catch (SourceException e) {
      error = source.located(String.valueOf(e.getMessage()));
    }
    long micros = (System.nanoTime() - startNanos) / 1000;
    return new TestText.Result(library, test, error, micros);
  }
}
