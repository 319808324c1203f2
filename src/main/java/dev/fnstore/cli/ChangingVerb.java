package dev.fnstore.cli;

import dev.fnstore.cli.source.Request;
import dev.fnstore.cli.source.Source;
import dev.fnstore.cli.source.SourceException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A verb that makes an event, which only a server does. */
abstract class ChangingVerb extends AskingVerb {
  @Mixin private ServerOptions server = new ServerOptions();

  @Option(
      names = {"-m", "--message"},
      paramLabel = "TEXT",
      description = "Why; kept with the event.")
  private @Nullable String message;

  ChangingVerb(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  final Source open() throws SourceException, FailedException {
    return server.connect(surroundings());
  }

  /** Adds what is to be kept with the event. */
  final Request explained(Request request) {
    return request.option("MESSAGE", message);
  }
}
