package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Glob;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.history.AuditEntry;
import dev.fnstore.history.History;
import dev.fnstore.history.HistoryView;
import dev.fnstore.history.LibraryDifference;
import dev.fnstore.history.TextDifference;
import dev.fnstore.model.Digest;
import dev.fnstore.model.Library;
import dev.fnstore.model.Point;
import dev.fnstore.model.RegisteredLibrary;
import dev.fnstore.model.Revision;
import dev.fnstore.registry.RefusedException;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Command;
import dev.fnstore.server.dispatch.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** FUNCTION LOG, SHOW and DIFF: what was, and who did it. */
final class HistoryCommands {
  private static final CommandSpec LOG =
      subcommand("log", -2)
          .complexity("O(N) where N is the number of entries that are looked at")
          .syntax(FunctionLogCommand.SYNTAX)
          .summary("Tells who changed which function when.")
          .build();

  private static final CommandSpec SHOW =
      subcommand("show", -3)
          .complexity("O(N) where N is the number of events since the last snapshot before it")
          .syntax("<point|LIBRARYNAME library-name [ASOF point]>")
          .summary("Shows an event, or a library with its place in history.")
          .build();

  private static final CommandSpec DIFF =
      subcommand("diff", -4)
          .complexity("O(N) where N is the number of libraries, and the length of what differs")
          .syntax("from-point to-point [LIBRARYNAME library-name-pattern]")
          .summary("Tells how libraries differ between two points.")
          .build();

  private final History history;

  HistoryCommands(History history) {
    this.history = history;
  }

  /** The beginning of what a subcommand of history is. */
  static CommandSpec.Builder subcommand(String name, int arity) {
    return anySubcommand(name, arity).categories("scripting");
  }

  /** The same of one that is for administrators: it is not in the category of scripting. */
  static CommandSpec.Builder adminSubcommand(String name, int arity) {
    return anySubcommand(name, arity).flags("admin").categories("dangerous");
  }

  private static CommandSpec.Builder anySubcommand(String name, int arity) {
    return CommandSpec.command("function|" + name, arity)
        .flags("noscript no_multi")
        .group("scripting")
        .since("7.0.0");
  }

  List<Command> all() {
    return List.of(
        HistoryCommand.of(LOG, call -> FunctionLogCommand.plan(history, call.words())),
        HistoryCommand.of(SHOW, call -> show(history, call.words())),
        HistoryCommand.of(DIFF, call -> diff(history, call.words())));
  }

  /** What a request of SHOW reads. */
  static Reading show(History history, List<Bytes> request) throws RefusedException {
    OptionWords words = new OptionWords(request, 2);
    if (words.take("libraryname")) {
      Bytes name = words.value("LIBRARYNAME");
      Point point = words.take("asof") ? words.point("ASOF") : null;
      words.end();
      return HistoryCommand.reading(history, view -> library(view, name, point));
    }
    Point point = words.point("SHOW");
    words.end();
    return HistoryCommand.reading(
        history, view -> HistoryReplies.entry(view.entry(view.resolve(point)), view::source));
  }

  private static Reply library(HistoryView view, Bytes name, @Nullable Point point)
      throws RefusedException {
    Revision revision = point == null ? view.newest().revision() : view.resolve(point);
    RegisteredLibrary found =
        view.library(name, revision)
            .orElseThrow(
                () -> RefusedException.naming("no library '", name, "' at revision " + revision));
    Library library = found.library();
    List<Reply.Entry> fields =
        new ArrayList<>(FunctionListing.fields(library, view.source(library.digest())));
    fields.add(HistoryReplies.field("create_revision", HistoryReplies.revision(found.created())));
    fields.add(HistoryReplies.field("mod_revision", HistoryReplies.revision(found.modified())));
    fields.add(HistoryReplies.field("version", Reply.of(found.version())));
    fields.add(HistoryReplies.field("digest", HistoryReplies.digest(library.digest())));
    fields.addAll(origin(view, found.modified()));
    return new Reply.Dictionary(fields);
  }

  /** Who loaded it: null where that event has been compacted. */
  private static List<Reply.Entry> origin(HistoryView view, Revision modified)
      throws RefusedException {
    Optional<AuditEntry> entry =
        modified.compareTo(view.base().revision()) > 0
            ? Optional.of(view.entry(modified))
            : Optional.empty();
    return List.of(
        HistoryReplies.field(
            "time",
            entry.map(found -> HistoryReplies.time(found.event().timeMs())).orElse(Reply.NULL)),
        HistoryReplies.field("user", text(entry.map(found -> found.event().actor().user()))),
        HistoryReplies.field("message", text(entry.map(found -> found.event().message()))));
  }

  private static Reply text(Optional<Bytes> text) {
    return text.<Reply>map(Reply::bulk).orElse(Reply.NULL);
  }

  /** What a request of DIFF reads. */
  static Reading diff(History history, List<Bytes> request) throws RefusedException {
    OptionWords words = new OptionWords(request, 2);
    Point from = words.point("DIFF");
    Point to = words.point("DIFF");
    Glob pattern =
        Glob.ignoringCase(words.take("libraryname") ? words.value("LIBRARYNAME") : Bytes.of("*"));
    words.end();
    return HistoryCommand.reading(
        history,
        view -> {
          List<Reply> differences = new ArrayList<>();
          for (LibraryDifference difference :
              view.differences(view.resolve(from), view.resolve(to), pattern)) {
            differences.add(difference(view, difference));
          }
          return Reply.array(differences);
        });
  }

  private static Reply difference(HistoryView view, LibraryDifference difference) {
    Digest before = digest(difference.before());
    Digest after = digest(difference.after());
    return new Reply.Dictionary(
        List.of(
            HistoryReplies.field("library_name", Reply.bulk(difference.libraryName())),
            HistoryReplies.field("change", Reply.bulk(difference.change())),
            HistoryReplies.field("digest_before", HistoryReplies.digest(before)),
            HistoryReplies.field("digest_after", HistoryReplies.digest(after)),
            HistoryReplies.field(
                "functions_added", HistoryReplies.names(difference.functionsAdded())),
            HistoryReplies.field(
                "functions_removed", HistoryReplies.names(difference.functionsRemoved())),
            HistoryReplies.field(
                "functions_changed", HistoryReplies.names(difference.functionsChanged())),
            HistoryReplies.field(
                "diff",
                Reply.bulk(
                    TextDifference.unified(
                        difference.libraryName(), source(view, before), source(view, after))))));
  }

  private static @Nullable Digest digest(@Nullable Library library) {
    return library == null ? null : library.digest();
  }

  private static Bytes source(HistoryView view, @Nullable Digest digest) {
    return digest == null ? Bytes.EMPTY : view.source(digest);
  }
}
