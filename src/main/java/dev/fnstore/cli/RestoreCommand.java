package dev.fnstore.cli;

import dev.fnstore.cli.source.Request;
import dev.fnstore.cli.source.Source;
import dev.fnstore.cli.source.SourceException;
import dev.fnstore.cli.text.ReplyText;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fnstore restore}. */
@Command(
    name = "restore",
    description = {
      "Restores all libraries of a payload, or none.",
      "FUNCTION RESTORE. Payloads of every Redis from 7.0 and every Valkey are taken."
    })
final class RestoreCommand extends ChangingVerb {
  /** What happens to libraries that are there. */
  private enum Policy {
    APPEND,
    REPLACE,
    FLUSH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(paramLabel = "FILE", description = "The payload; - is standard input.")
  private Path file = Path.of("-");

  @Option(
      names = "--policy",
      paramLabel = "POLICY",
      description = {
        "append: libraries of the same name are refused; replace: they give way; flush: all that",
        "are there are deleted first. Default: ${DEFAULT-VALUE}"
      },
      defaultValue = "append")
  private Policy policy = Policy.APPEND;

  @Option(
      names = "--if-revision",
      paramLabel = "REVISION",
      description = "Refused if any library has changed since this one.")
  private @Nullable Long ifRevision;

  RestoreCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Source source) throws SourceException, FailedException {
    Request request =
        Request.of("FUNCTION", "RESTORE")
            .add(InputFile.read(file, surroundings().in()))
            .add(policy.name())
            .option("IFREVISION", ifRevision);
    print(source.ask(explained(request)), ReplyText::print);
    return DONE;
  }
}
