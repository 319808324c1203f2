package dev.fnstore.cli;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.cli.source.Request;
import dev.fnstore.cli.source.Source;
import dev.fnstore.cli.source.SourceException;
import dev.fnstore.cli.text.LoadText;
import dev.fnstore.resp.Reply;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fnstore load}. */
@Command(
    name = "load",
    description = {
      "Loads libraries.",
      "FUNCTION LOAD for each file, one after the other, until one is refused."
    })
final class LoadCommand extends ChangingVerb {
  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "The source of a library; - is standard input.")
  private List<Path> files = new ArrayList<>();

  @Option(names = "--replace", description = "Libraries that are there give way.")
  private boolean replace;

  @Option(
      names = "--if-revision",
      paramLabel = "REVISION",
      description =
          "Refused unless the library was last changed by this one; 0: unless it is not there.")
  private @Nullable Long ifRevision;

  LoadCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Source source) throws SourceException, FailedException {
    List<Bytes> sources = new ArrayList<>();
    for (Path file : files) {
      sources.add(InputFile.read(file, surroundings().in()));
    }
    List<Reply> loaded = new ArrayList<>();
    try {
      for (Bytes code : sources) {
        loaded.add(source.ask(request(code)));
      }
    } catch (SourceException e) {
      print(Reply.array(loaded), LoadText::print);
      throw new FailedException(files.get(loaded.size()) + ": " + e.getMessage(), e);
    }
    print(Reply.array(loaded), LoadText::print);
    return DONE;
  }

  private Request request(Bytes code) {
    Request request =
        Request.of("FUNCTION", "LOAD").flag("REPLACE", replace).option("IFREVISION", ifRevision);
    return explained(request).add(code);
  }
}
