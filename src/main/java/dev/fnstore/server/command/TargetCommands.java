package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.fleet.Fleet;
import dev.fnstore.model.Deployment;
import dev.fnstore.model.RegisteredTarget;
import dev.fnstore.model.Revision;
import dev.fnstore.model.Target;
import dev.fnstore.registry.RefusedException;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Call;
import dev.fnstore.server.dispatch.Command;
import dev.fnstore.server.dispatch.CommandTable;
import dev.fnstore.store.FunctionStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** TARGET and its subcommands: deployments of real servers that are kept in step. */
public final class TargetCommands {
  private static final CommandSpec ADD =
      subcommand("add", -4)
          .complexity("O(log N) where N is the number of targets")
          .syntax(
              "target uri [uri ...] [MODE <EXCLUSIVE|MANAGED>] [AUTO <YES|NO>]"
                  + " [LIBRARIES library-name-pattern [library-name-pattern ...]] [TAG tag]"
                  + " [REPLACE] [MESSAGE text]")
          .summary("Describes a deployment of servers that is to be kept in step.")
          .build();

  private static final CommandSpec REMOVE =
      subcommand("remove", -3)
          .complexity("O(log N) where N is the number of targets")
          .syntax("target [MESSAGE text]")
          .summary("Forgets a target; its servers keep what they hold.")
          .build();

  private static final CommandSpec LIST =
      subcommand("list", 2)
          .complexity("O(N) where N is the number of targets")
          .summary("Lists the targets as they are described.")
          .build();

  private static final CommandSpec STATUS =
      subcommand("status", -2)
          .complexity("O(N) where N is the number of nodes")
          .syntax("[target]")
          .summary("Tells what each node holds, as it was last seen.")
          .build();

  private static final CommandSpec HELP =
      subcommand("help", 2).flags("loading stale").summary("Explains the subcommands.").build();

  private final FunctionStore store;
  private final Fleet fleet;
  private final InstantSource clock;

  public TargetCommands(FunctionStore store, Fleet fleet, InstantSource clock) {
    this.store = store;
    this.fleet = fleet;
    this.clock = clock;
  }

  static CommandSpec.Builder subcommand(String name, int arity) {
    return CommandSpec.command("target|" + name, arity)
        .flags("admin noscript no_multi")
        .group("server")
        .since("0.1.0");
  }

  /** Adds TARGET. */
  public void addTo(CommandTable table) {
    table.addContainer(
        CommandSpec.command("target", -2)
            .group("server")
            .since("0.1.0")
            .complexity("Depends on subcommand.")
            .summary("A container for commands of deployments that are kept in step."),
        all());
  }

  private List<Command> all() {
    List<Command> all = new ArrayList<>(new DeployCommands(fleet).all());
    all.add(Command.of(ADD, call -> Refusable.answer(() -> add(call))));
    all.add(Command.of(REMOVE, call -> Refusable.answer(() -> remove(call))));
    all.add(Command.of(LIST, call -> list()));
    all.add(Command.of(STATUS, call -> Refusable.answer(() -> status(call))));
    all.add(Command.of(HELP, call -> TargetHelp.REPLY));
    return all;
  }

  private Reply add(Call call) throws RefusedException {
    OptionWords words = new OptionWords(call.words(), 2);
    TargetDescription description = new TargetDescription(words.value("ADD"));
    ChangeOptions options = new ChangeOptions();
    boolean replace = false;
    while (words.hasNext()) {
      if (words.take("replace")) {
        replace = true;
      } else if (!words.take(options)) {
        description.take(words);
      }
    }
    store
        .targetChanges()
        .add(description.target(), replace, options.unconditional(call, "TARGET ADD"));
    return Reply.OK;
  }

  private Reply remove(Call call) throws RefusedException {
    OptionWords words = new OptionWords(call.words(), 2);
    Bytes name = words.value("REMOVE");
    ChangeOptions options = new ChangeOptions();
    while (words.hasNext()) {
      if (!words.take(options)) {
        throw words.unknown();
      }
    }
    store.targetChanges().remove(name, options.unconditional(call, "TARGET REMOVE"));
    return Reply.OK;
  }

  private Reply list() {
    return Reply.array(
        store.pending().targets().all().stream().<Reply>map(TargetCommands::listed).toList());
  }

  private static Reply listed(RegisteredTarget registered) {
    Target target = registered.target();
    Bytes tag = target.tag();
    Revision deployed = registered.deployed();
    Deployment unfinished = registered.unfinished();
    List<Reply.Entry> fields = new ArrayList<>();
    fields.add(HistoryReplies.field("name", Reply.bulk(target.name())));
    fields.add(HistoryReplies.field("uris", HistoryReplies.names(target.uris())));
    fields.add(
        HistoryReplies.field("mode", Reply.bulk(target.mode().name().toLowerCase(Locale.ROOT))));
    fields.add(HistoryReplies.field("auto", Reply.bulk(target.auto() ? "yes" : "no")));
    fields.add(HistoryReplies.field("libraries", HistoryReplies.names(target.patterns())));
    fields.add(HistoryReplies.field("tag", tag == null ? Reply.NULL : Reply.bulk(tag)));
    fields.add(HistoryReplies.field("add_revision", HistoryReplies.revision(registered.added())));
    fields.add(
        HistoryReplies.field(
            "deployed_revision",
            deployed == null ? Reply.NULL : HistoryReplies.revision(deployed)));
    fields.add(HistoryReplies.field("deployed_libraries", Reply.of(registered.libraries().size())));
    fields.add(
        HistoryReplies.field(
            "deploying_revision",
            unfinished == null ? Reply.NULL : HistoryReplies.revision(unfinished.revision())));
    return new Reply.Dictionary(fields);
  }

  private Reply status(Call call) throws RefusedException {
    OptionWords words = new OptionWords(call.words(), 2);
    Bytes name = words.hasNext() ? words.value("STATUS") : null;
    words.end();
    long nowMs = clock.millis();
    return Reply.array(
        fleet.status(name).stream().<Reply>map(node -> TargetReplies.status(node, nowMs)).toList());
  }
}
