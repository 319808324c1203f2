package dev.fnstore.cli;

import dev.fnstore.cli.source.Request;
import dev.fnstore.cli.source.Source;
import dev.fnstore.cli.source.SourceException;
import dev.fnstore.cli.text.ReplyText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fnstore call}. */
@Command(
    name = "call",
    description = {
      "Calls a function.",
      "FCALL. Behind -- all words are arguments, also those that begin with a dash."
    })
final class CallCommand extends AskingVerb {
  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(index = "0", paramLabel = "FUNCTION", description = "Its name.")
  private String function = "";

  @Parameters(index = "1..*", paramLabel = "ARGUMENT", description = "Its arguments.")
  private List<String> arguments = new ArrayList<>();

  @Option(
      names = "--keys",
      paramLabel = "KEY",
      split = ",",
      description = "Its keys: k1,k2 or --keys k1 --keys k2.")
  private List<String> keys = new ArrayList<>();

  @Option(names = "--read-only", description = "It may not write: FCALL_RO.")
  private boolean readOnly;

  @Option(
      names = "--as-of",
      paramLabel = "POINT",
      description = "The function as it was then; it may not write: FUNCTION CALL ASOF.")
  private @Nullable String asOf;

  CallCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  Source open() throws SourceException, FailedException {
    return server.connect(surroundings());
  }

  @Override
  int run(Source source) throws SourceException {
    Request request = command().add(function).add(Integer.toString(keys.size()));
    keys.forEach(request::add);
    arguments.forEach(request::add);
    print(source.ask(request), ReplyText::print);
    return DONE;
  }

  private Request command() {
    return asOf == null
        ? Request.of(readOnly ? "FCALL_RO" : "FCALL")
        : Request.of("FUNCTION", "CALL", "ASOF", asOf);
  }
}
