package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Glob;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.command.KeySpec;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Call;
import dev.fnstore.server.dispatch.Command;
import dev.fnstore.server.dispatch.CommandTable;
import dev.fnstore.server.notify.Subscriptions;
import dev.fnstore.server.notify.Subscriptions.Kind;
import java.util.ArrayList;
import java.util.List;

/** SUBSCRIBE, PUBLISH and their kin. */
public final class PubSubCommands {
  private static final Reply HELP =
      new HelpText("PUBSUB")
          .with("CHANNELS [<pattern>]", "List channels that have subscribers.")
          .with("NUMPAT", "Count the patterns that have subscribers.")
          .with("NUMSUB [<channel> ...]", "Count the subscribers of channels.")
          .with("SHARDCHANNELS [<pattern>]", "List shard channels that have subscribers.")
          .with("SHARDNUMSUB [<shardchannel> ...]", "Count the subscribers of shard channels.")
          .reply();

  private static final Reply.ErrorReply RESERVED =
      Reply.err("channels that begin with '__fnstore__:' are the server's own");

  private final Subscriptions subscriptions;

  public PubSubCommands(Subscriptions subscriptions) {
    this.subscriptions = subscriptions;
  }

  /** Adds all. */
  public void addTo(CommandTable table) {
    for (Kind kind : Kind.values()) {
      String prefix = kind == Kind.CHANNEL ? "" : kind == Kind.PATTERN ? "p" : "s";
      table.add(subscribe(prefix, kind));
      table.add(unsubscribe(prefix, kind));
    }
    table.add(publish("publish", Kind.CHANNEL));
    table.add(publish("spublish", Kind.SHARD_CHANNEL));
    table.addContainer(
        CommandSpec.command("pubsub", -2)
            .group("pubsub")
            .since("2.8.0")
            .complexity("Depends on subcommand.")
            .summary("A container for Pub/Sub commands."),
        List.of(
            pubsub("channels", -2, "[pattern]", call -> channels(call, Kind.CHANNEL)),
            pubsub("numpat", 2, "", call -> Reply.of(subscriptions.names(Kind.PATTERN).size())),
            pubsub("numsub", -2, "[channel [channel ...]]", call -> count(call, Kind.CHANNEL)),
            pubsub("shardchannels", -2, "[pattern]", call -> channels(call, Kind.SHARD_CHANNEL)),
            pubsub(
                "shardnumsub",
                -2,
                "[shardchannel [shardchannel ...]]",
                call -> count(call, Kind.SHARD_CHANNEL)),
            Command.brief(
                CommandSpec.command("pubsub|help", 2)
                    .flags("loading stale")
                    .group("pubsub")
                    .since("6.2.0")
                    .summary("Explains the subcommands.")
                    .build(),
                call -> HELP)));
  }

  private static CommandSpec.Builder spec(String name, int arity, String flags, Kind kind) {
    CommandSpec.Builder spec =
        CommandSpec.command(name, arity)
            .flags(flags)
            .categories("pubsub")
            .group("pubsub")
            .since(kind == Kind.SHARD_CHANNEL ? "7.0.0" : "2.0.0");
    return spec;
  }

  private Command subscribe(String prefix, Kind kind) {
    CommandSpec.Builder spec =
        spec(prefix + "subscribe", -2, "pubsub noscript loading stale", kind)
            .summary("Listens for messages.")
            .syntax(kind == Kind.PATTERN ? "pattern [pattern ...]" : "channel [channel ...]");
    return Command.brief(keyed(spec, kind, -1).build(), call -> subscribe(call, kind));
  }

  private Command unsubscribe(String prefix, Kind kind) {
    CommandSpec.Builder spec =
        spec(prefix + "unsubscribe", -1, "pubsub noscript loading stale", kind)
            .summary("Listens no more.")
            .syntax(kind == Kind.PATTERN ? "[pattern [pattern ...]]" : "[channel [channel ...]]");
    return Command.brief(keyed(spec, kind, -1).build(), call -> unsubscribe(call, kind));
  }

  private Command publish(String name, Kind kind) {
    CommandSpec.Builder spec =
        spec(name, 3, "pubsub loading stale fast may_replicate", kind)
            .summary("Sends a message to those who listen.")
            .syntax("channel message");
    return Command.brief(
        keyed(spec, kind, 0).build(),
        call ->
            call.word(1).startsWith(EventFeed.RESERVED)
                ? RESERVED
                : Reply.of(subscriptions.publish(kind, call.word(1), call.word(2))));
  }

  /** Shard channels are found as keys are. */
  private static CommandSpec.Builder keyed(CommandSpec.Builder spec, Kind kind, int last) {
    return kind == Kind.SHARD_CHANNEL ? spec.keys(KeySpec.range(1, last, 1, "not_key")) : spec;
  }

  private static Command pubsub(String name, int arity, String syntax, Command.Handler handler) {
    CommandSpec.Builder spec =
        CommandSpec.command("pubsub|" + name, arity)
            .flags("pubsub loading stale")
            .categories("pubsub")
            .group("pubsub")
            .since(name.startsWith("shard") ? "7.0.0" : "2.8.0")
            .summary("Tells who listens.");
    if (!syntax.isEmpty()) {
      spec.syntax(syntax);
    }
    return Command.brief(spec.build(), handler);
  }

  private Reply subscribe(Call call, Kind kind) {
    List<Reply> confirmations = new ArrayList<>();
    for (Bytes name : call.words().subList(1, call.wordCount())) {
      confirmations.add(subscriptions.subscribe(call.client(), kind, name));
    }
    return new Reply.Several(confirmations);
  }

  private Reply unsubscribe(Call call, Kind kind) {
    if (call.wordCount() == 1) {
      return new Reply.Several(subscriptions.unsubscribeAll(call.client(), kind));
    }
    List<Reply> confirmations = new ArrayList<>();
    for (Bytes name : call.words().subList(1, call.wordCount())) {
      confirmations.add(subscriptions.unsubscribe(call.client(), kind, name));
    }
    return new Reply.Several(confirmations);
  }

  private Reply channels(Call call, Kind kind) {
    if (call.wordCount() > 3) {
      return CommandTable.wrongArity(call.spec());
    }
    Glob pattern = Glob.of(call.wordCount() == 3 ? call.word(2) : Bytes.of("*"));
    return Reply.array(
        subscriptions.names(kind).stream()
            .filter(pattern::matches)
            .<Reply>map(Reply::bulk)
            .toList());
  }

  private Reply count(Call call, Kind kind) {
    List<Reply> counts = new ArrayList<>();
    for (Bytes name : call.words().subList(2, call.wordCount())) {
      counts.add(Reply.bulk(name));
      counts.add(Reply.of(subscriptions.subscribers(kind, name)));
    }
    return Reply.array(counts);
  }
}
