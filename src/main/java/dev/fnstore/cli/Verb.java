package dev.fnstore.cli;

import dev.fnstore.backup.CopyException;
import dev.fnstore.cli.source.SourceException;
import dev.fnstore.cli.text.UnexpectedReplyException;
import dev.fnstore.history.Progress;
import dev.fnstore.json.ReplyJson;
import dev.fnstore.log.LogException;
import dev.fnstore.resp.Reply;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that does something and tells what has come of it. */
@Command(
    mixinStandardHelpOptions = true,
    exitCodeOnExecutionException = Verb.FAILED,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:done", "2:it could not be done; standard error says why"})
abstract class Verb implements Callable<Integer> {
  static final int DONE = 0;

  /** For verbs that look for something which is better not there. */
  static final int FOUND = 1;

  static final int FAILED = 2;

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      description = "table or json. Default: ${DEFAULT-VALUE}",
      defaultValue = "table")
  private Output output = Output.TABLE;

  @Spec private @Nullable CommandSpec spec;

  private final Surroundings surroundings;

  Verb(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** That what is asked for makes sense, before anybody is asked. */
  void check() throws FailedException {}

  /**
   * Does it and prints.
   *
   * @return the exit code
   */
  abstract int run() throws SourceException, CopyException, FailedException;

  @Override
  public final Integer call() {
    try {
      check();
      return run();
    } catch (SourceException
        | CopyException
        | FailedException
        | UnexpectedReplyException
        | LogException e) {
      out().flush();
      tell(String.valueOf(e.getMessage()));
      return FAILED;
    } finally {
      out().flush();
    }
  }

  /** Prints a reply in the form that is wanted. */
  final void print(Reply reply, BiConsumer<Reply, PrintWriter> asText) {
    if (output == Output.JSON) {
      out().println(ReplyJson.write(reply));
    } else {
      asText.accept(reply, out());
    }
  }

  /** Says something to people that is no part of what was asked for. */
  final void tell(String message) {
    PrintWriter err = spec().commandLine().getErr();
    err.println("fnstore: " + message);
    err.flush();
  }

  final PrintWriter out() {
    return spec().commandLine().getOut();
  }

  /** Who is told of what takes long. */
  final Progress progress() {
    return surroundings.terminal().isThere()
        ? new ProgressBars(System.err, PATIENCE)
        : Progress.NONE;
  }

  final Output output() {
    return output;
  }

  final Surroundings surroundings() {
    return surroundings;
  }

  private CommandSpec spec() {
    CommandSpec present = spec;
    if (present == null) {
      throw new IllegalStateException("picocli sets the spec before it calls");
    }
    return present;
  }
}
