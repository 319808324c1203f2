package dev.fnstore.cli;

import dev.fnstore.cli.source.Request;
import dev.fnstore.cli.source.Source;
import dev.fnstore.cli.source.SourceException;
import dev.fnstore.cli.text.Fields;
import dev.fnstore.cli.text.LogText;
import dev.fnstore.resp.Reply;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fnstore log}. */
@Command(
    name = "log",
    description = {
      "Tells who changed which library when.",
      "FUNCTION LOG. A point is a revision (42), a time (2026-11-20T09:00:00Z), an age (-15m)"
          + " or a tag (release-7)."
    })
final class LogCommand extends ReadingVerb {
  @Option(
      names = "--library",
      paramLabel = "PATTERN",
      description = "Only events that touched a library of such a name.")
  private @Nullable String library;

  @Option(names = "--user", paramLabel = "NAME", description = "Only what this user did.")
  private @Nullable String user;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description =
          "Only load, delete, flush, restore, rollback, tag, compact, acl, config, target, deploy or drift.")
  private @Nullable String kind;

  @Option(names = "--since", paramLabel = "POINT", description = "Nothing before this point.")
  private @Nullable String since;

  @Option(names = "--until", paramLabel = "POINT", description = "Nothing behind this point.")
  private @Nullable String until;

  @Option(
      names = "--after",
      paramLabel = "REVISION",
      description = "Goes on behind this one, in the order that is asked for.")
  private @Nullable Long after;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "COUNT",
      description = "How many events at most. Default: ${DEFAULT-VALUE}",
      defaultValue = "100")
  private int limit;

  @Option(names = "--oldest-first", description = "The other way round.")
  private boolean oldestFirst;

  LogCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Source source) throws SourceException {
    Reply log =
        source.ask(
            Request.of("FUNCTION", "LOG")
                .option("LIBRARYNAME", library)
                .option("USER", user)
                .option("KIND", kind)
                .option("SINCE", since)
                .option("UNTIL", until)
                .option("AFTER", after)
                .option("LIMIT", limit)
                .flag("REVERSE", !oldestFirst));
    print(log, LogText::print);
    List<Fields> events = Fields.each(log);
    if (output() == Output.TABLE && limit > 0 && events.size() == limit) {
      out().flush();
      tell(
          "there may be more: go on with --after "
              + events.get(limit - 1).line("revision")
              + ", or take more with --limit");
    }
    return DONE;
  }
}
