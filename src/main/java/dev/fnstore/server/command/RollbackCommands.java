package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Glob;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.history.History;
import dev.fnstore.history.HistoryView;
import dev.fnstore.model.Change;
import dev.fnstore.model.Library;
import dev.fnstore.model.Point;
import dev.fnstore.model.Revision;
import dev.fnstore.model.Tag;
import dev.fnstore.registry.RefusedException;
import dev.fnstore.registry.RegistryImage;
import dev.fnstore.registry.RollbackPlan;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Call;
import dev.fnstore.server.dispatch.Command;
import dev.fnstore.server.dispatch.Reading;
import dev.fnstore.store.FunctionStore;
import dev.fnstore.store.Intent;
import java.util.ArrayList;
import java.util.List;

/** FUNCTION ROLLBACK, TAG and COMPACT: what brings the past back, names it and lets it go. */
final class RollbackCommands {
  private static final String WRITER_TIPS =
      "request_policy:all_shards response_policy:all_succeeded";

  private static final CommandSpec ROLLBACK =
      HistoryCommands.subcommand("rollback", -3)
          .flags("write denyoom noscript no_multi")
          .tips(WRITER_TIPS)
          .complexity("O(N) where N is the number of libraries")
          .syntax("point [LIBRARYNAME library-name-pattern] [DRYRUN] " + ChangeOptions.SYNTAX)
          .summary("Brings libraries back as they were at a point.")
          .build();

  private static final CommandSpec TAG =
      HistoryCommands.subcommand("tag", -3)
          .flags("write noscript no_multi")
          .tips(WRITER_TIPS)
          .complexity("O(log N) where N is the number of events; LIST: the number of tags")
          .syntax("<SET name [point] [MESSAGE text]|LIST|DELETE name [MESSAGE text]>")
          .summary("Names points in history.")
          .build();

  private static final CommandSpec COMPACT =
      HistoryCommands.adminSubcommand("compact", -3)
          .flags("write")
          .tips(WRITER_TIPS)
          .complexity("O(N) where N is the number of events, on a thread of its own")
          .syntax("point [MESSAGE text]")
          .summary("Forgets the history before a point.")
          .build();

  private final FunctionStore store;

  RollbackCommands(FunctionStore store) {
    this.store = store;
  }

  List<Command> all() {
    return List.of(
        HistoryCommand.of(ROLLBACK, this::rollback),
        HistoryCommand.of(TAG, this::tag),
        HistoryCommand.of(COMPACT, this::compact));
  }

  private Reading rollback(Call call) throws RefusedException {
    OptionWords words = new OptionWords(call.words(), 2);
    Point point = words.point("ROLLBACK");
    ChangeOptions options = new ChangeOptions();
    Glob pattern = Glob.ignoringCase(Bytes.of("*"));
    boolean dryRun = false;
    while (words.hasNext()) {
      if (words.take("libraryname")) {
        pattern = Glob.ignoringCase(words.value("LIBRARYNAME"));
      } else if (words.take("dryrun")) {
        dryRun = true;
      } else if (!words.take(options)) {
        throw words.unknown();
      }
    }
    Glob wanted = pattern;
    if (dryRun) {
      return HistoryCommand.reading(
          store.history(),
          view -> {
            RollbackPlan plan = RollbackPlan.of(view.newest(), view.image(point), wanted::matches);
            return plan(plan, plan.from());
          });
    }
    Intent intent = options.intent(call);
    return HistoryCommand.readingFirst(
        store.history(),
        view -> {
          RegistryImage past = view.image(point);
          return () -> {
            RollbackPlan done = store.historyChanges().rollback(past, wanted::matches, intent);
            return plan(done, store.pending().revision());
          };
        });
  }

  private static Reply plan(RollbackPlan plan, Revision revision) {
    return new Reply.Dictionary(
        List.of(
            HistoryReplies.field("revision", HistoryReplies.revision(revision)),
            HistoryReplies.field("from", HistoryReplies.revision(plan.from())),
            HistoryReplies.field("to", HistoryReplies.revision(plan.to())),
            HistoryReplies.field("added", names(plan.added())),
            HistoryReplies.field("removed", HistoryReplies.names(plan.removed())),
            HistoryReplies.field("changed", names(plan.changed()))));
  }

  private static Reply names(List<Library> libraries) {
    return HistoryReplies.names(libraries.stream().map(Library::name).toList());
  }

  private Reading tag(Call call) throws RefusedException {
    OptionWords words = new OptionWords(call.words(), 2);
    if (words.take("set")) {
      return set(call, words);
    } else if (words.take("delete")) {
      Bytes name = words.value("DELETE");
      ChangeOptions options = new ChangeOptions();
      while (words.hasNext() && words.take(options)) {
        // each is taken
      }
      words.end();
      Intent intent = options.unconditional(call, "TAG");
      return () ->
          () -> {
            store.historyChanges().untag(name, intent);
            return Reply.OK;
          };
    }
    return tags(store.history(), call.words());
  }

  /** What a request of TAG LIST reads. */
  static Reading tags(History history, List<Bytes> request) throws RefusedException {
    OptionWords words = new OptionWords(request, 2);
    if (words.take("list")) {
      words.end();
      return HistoryCommand.reading(history, RollbackCommands::tags);
    }
    throw words.unknown();
  }

  private Reading set(Call call, OptionWords words) throws RefusedException {
    Bytes name = words.value("SET");
    ChangeOptions options = new ChangeOptions();
    Point point = null;
    while (words.hasNext()) {
      if (!words.take(options)) {
        if (point != null) {
          throw words.unknown();
        }
        point = words.point("SET");
      }
    }
    Point chosen = point;
    Intent intent = options.unconditional(call, "TAG");
    return HistoryCommand.readingFirst(
        store.history(),
        view -> {
          Revision revision = chosen == null ? null : view.resolve(chosen);
          return () -> {
            Revision named = revision == null ? store.pending().revision() : revision;
            store.historyChanges().tag(name, named, intent);
            return HistoryReplies.revision(named);
          };
        });
  }

  private Reading compact(Call call) throws RefusedException {
    OptionWords words = new OptionWords(call.words(), 2);
    Point point = words.point("COMPACT");
    ChangeOptions options = new ChangeOptions();
    while (words.hasNext()) {
      if (!words.take(options)) {
        throw words.unknown();
      }
    }
    Intent intent = options.unconditional(call, "COMPACT");
    return HistoryCommand.readingFirst(
        store.history(),
        view -> {
          Revision base = view.resolve(point);
          if (base.equals(view.base().revision())) {
            throw new RefusedException("the log begins at revision " + base + " already");
          }
          Change.Compact compact = store.historyChanges().prepareCompaction(view, base);
          return () -> {
            store.historyChanges().compact(compact, intent);
            return HistoryReplies.revision(base);
          };
        });
  }

  private static Reply tags(HistoryView view) throws RefusedException {
    List<Reply> tags = new ArrayList<>();
    for (Tag tag : view.newest().tags()) {
      boolean isCompacted = tag.set().compareTo(view.base().revision()) <= 0;
      tags.add(
          new Reply.Dictionary(
              List.of(
                  HistoryReplies.field("name", Reply.bulk(tag.name())),
                  HistoryReplies.field("revision", HistoryReplies.revision(tag.revision())),
                  HistoryReplies.field("set_revision", HistoryReplies.revision(tag.set())),
                  HistoryReplies.field(
                      "time",
                      isCompacted
                          ? Reply.NULL
                          : HistoryReplies.time(view.entry(tag.set()).event().timeMs())))));
    }
    return Reply.array(tags);
  }
}
