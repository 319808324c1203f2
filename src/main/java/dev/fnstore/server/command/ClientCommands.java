package dev.fnstore.server.command;

import dev.fnstore.acl.Accounts;
import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Integers;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Call;
import dev.fnstore.server.dispatch.Client;
import dev.fnstore.server.dispatch.Clients;
import dev.fnstore.server.dispatch.Command;
import dev.fnstore.server.dispatch.CommandTable;
import dev.fnstore.server.dispatch.Pause;
import dev.fnstore.server.notify.BlockedClients;
import dev.fnstore.server.notify.Notifications;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.BiConsumer;

/** CLIENT and its subcommands, but for those on tracking. */
public final class ClientCommands {
  private static final Reply.ErrorReply SYNTAX = Reply.err("syntax error");
  private static final Reply.ErrorReply NO_INTEGER =
      Reply.err("value is not an integer or out of range");

  private static final Reply.ErrorReply UNBLOCKED =
      Reply.ErrorReply.of("UNBLOCKED client unblocked via CLIENT UNBLOCK");

  private final Clients clients;
  private final BlockedClients blocked;
  private final Pause pause;
  private final Accounts accounts;
  private final ClientLine line;
  private final TrackingCommands tracking;

  public ClientCommands(
      Clients clients, Notifications notifications, Pause pause, Accounts accounts) {
    this.accounts = accounts;
    this.clients = clients;
    this.blocked = notifications.blocked();
    this.pause = pause;
    this.line = new ClientLine(notifications);
    this.tracking = new TrackingCommands(clients, notifications.tracking());
  }

  /** Adds CLIENT. */
  public void addTo(CommandTable table) {
    List<Command> subcommands = new ArrayList<>(ClientIdentityCommands.all());
    subcommands.addAll(
        List.of(
            command(
                "info",
                "2 6.2.0 noscript loading stale",
                "Describes the connection.",
                "",
                this::info),
            command(
                "list",
                "-2 2.4.0 admin noscript loading stale",
                "Lists the connections.",
                "[TYPE <NORMAL|MASTER|REPLICA|PUBSUB>] [ID client-id [client-id ...]] [USER"
                    + " username] [ADDR ip:port] [LADDR ip:port] [SKIPME <YES|NO>] [MAXAGE maxage]",
                this::list),
            command(
                "kill",
                "-3 2.4.0 admin noscript loading stale",
                "Closes connections.",
                "<ip:port|<[ID client-id [client-id ...]]|[TYPE <NORMAL|MASTER|SLAVE|REPLICA|PUBSUB>]|[USER"
                    + " username]|[ADDR ip:port]|[LADDR ip:port]|[SKIPME <YES|NO>]|[MAXAGE"
                    + " maxage]>>",
                this::kill),
            command(
                "reply",
                "3 3.2.0 noscript loading stale",
                "Tells whether the connection is answered.",
                "<ON|OFF|SKIP>",
                ClientCommands::reply),
            command(
                "pause",
                "-3 3.0.0 admin noscript loading stale",
                "Lets commands wait for a time.",
                "timeout [WRITE|ALL]",
                this::pause),
            command(
                "unpause",
                "2 6.2.0 admin noscript loading stale",
                "Ends a pause.",
                "",
                this::unpause),
            command(
                "unblock",
                "-3 5.0.0 admin noscript loading stale",
                "Ends what a connection waits for.",
                "client-id [TIMEOUT|ERROR]",
                this::unblock),
            command(
                "no-evict",
                "3 7.0.0 admin noscript loading stale",
                "Keeps the connection when clients take too much memory.",
                "<ON|OFF>",
                call -> onOff(call, Client::noEvict)),
            command(
                "no-touch",
                "3 7.2.0 noscript loading stale",
                "Kept and shown; no order of last use depends on it.",
                "<ON|OFF>",
                call -> onOff(call, Client::noTouch)),
            command(
                "capa",
                "-3 8.0.0 noscript loading stale",
                "Tells what the client can do.",
                "capability [capability ...]",
                ClientCommands::capa),
            command(
                "import-source",
                "3 8.1.0 noscript loading stale",
                "Refused: there is no import mode.",
                "<ON|OFF>",
                ClientCommands::importSource)));
    subcommands.addAll(tracking.all());
    subcommands.add(
        command(
            "help",
            "2 5.0.0 loading stale",
            "Explains the subcommands.",
            "",
            call -> ClientHelp.REPLY));
    table.addContainer(
        CommandSpec.command("client", -2)
            .group("connection")
            .since("2.4.0")
            .complexity("Depends on subcommand.")
            .summary("A container for client connection commands."),
        subcommands);
  }

  /** A subcommand; {@code shape} is its arity, since when, and its flags. */
  static Command command(
      String name, String shape, String summary, String syntax, Command.Handler handler) {
    String[] parts = shape.split(" ", 3);
    CommandSpec.Builder spec =
        CommandSpec.command("client|" + name, Integer.parseInt(parts[0]))
            .flags(parts[2])
            .categories("connection")
            .group("connection")
            .since(parts[1])
            .summary(summary);
    if (!syntax.isEmpty()) {
      spec.syntax(syntax);
    }
    if (name.equals("info") || name.equals("list")) {
      spec.tips("nondeterministic_output");
    } else if (name.startsWith("set")) {
      spec.tips("request_policy:all_nodes response_policy:all_succeeded");
    }
    return Command.brief(spec.build(), handler);
  }

  private Reply info(Call call) {
    return text(line.of(call.client().connection(), call.nowMs()));
  }

  private Reply list(Call call) {
    ClientFilter filter;
    try {
      filter = ClientFilter.parse(from(call, 2), false, call.nowMs(), accounts);
    } catch (ClientFilter.FilterException e) {
      return e.reply();
    }
    Bytes lines = Bytes.EMPTY;
    for (Client client : clients.all()) {
      if (filter.takes(client, call.client())) {
        lines = lines.concat(line.of(client, call.nowMs()));
      }
    }
    return text(lines);
  }

  private static Reply text(Bytes lines) {
    return new Reply.Verbatim(Bytes.of("txt"), lines);
  }

  private static List<Bytes> from(Call call, int index) {
    return call.words().subList(index, call.wordCount());
  }

  private Reply kill(Call call) {
    if (call.wordCount() == 3) {
      for (Client client : clients.all()) {
        if (client.address().equals(call.word(2))) {
          close(client, call.client());
          return Reply.OK;
        }
      }
      return Reply.err("No such client");
    }
    ClientFilter filter;
    try {
      filter = ClientFilter.parse(from(call, 2), true, call.nowMs(), accounts);
    } catch (ClientFilter.FilterException e) {
      return e.reply();
    }
    int closed = 0;
    for (Client client : clients.all()) {
      if (filter.takes(client, call.client())) {
        close(client, call.client());
        closed++;
      }
    }
    return Reply.of(closed);
  }

  /** Who closes itself is answered before. */
  private static void close(Client client, Client caller) {
    if (client.equals(caller)) {
      client.close();
    } else {
      client.link().cut();
    }
  }

  private static Reply reply(Call call) {
    Client client = call.client();
    switch (call.word(2).toLatin1().toLowerCase(Locale.ROOT)) {
      case "on" -> {
        client.replies(Client.Replies.ON);
        return Reply.OK;
      }
      case "off" -> {
        client.replies(Client.Replies.OFF);
        return Reply.NONE;
      }
      case "skip" -> {
        if (client.replies() != Client.Replies.OFF) {
          client.replies(Client.Replies.SKIP_NEXT);
        }
        return Reply.NONE;
      }
      default -> {
        return SYNTAX;
      }
    }
  }

  private Reply pause(Call call) {
    OptionalLong timeoutMs = Integers.parse(call.word(2));
    boolean all = true;
    if (call.wordCount() == 4) {
      if (!call.word(3).equalsIgnoreCase("write") && !call.word(3).equalsIgnoreCase("all")) {
        return Reply.err("CLIENT PAUSE mode must be WRITE or ALL");
      }
      all = call.word(3).equalsIgnoreCase("all");
    } else if (call.wordCount() > 4) {
      return SYNTAX;
    }
    if (timeoutMs.isEmpty() || timeoutMs.getAsLong() > Long.MAX_VALUE - call.nowMs()) {
      return Reply.err("timeout is not an integer or out of range");
    } else if (timeoutMs.getAsLong() < 0) {
      return Reply.err("timeout is negative");
    }
    pause.begin(call.nowMs() + timeoutMs.getAsLong(), all, call.nowMs());
    return Reply.OK;
  }

  private Reply unpause(Call call) {
    pause.end();
    return Reply.OK;
  }

  private Reply unblock(Call call) {
    boolean withError = call.wordCount() == 4 && call.word(3).equalsIgnoreCase("error");
    if (call.wordCount() == 4 && !withError && !call.word(3).equalsIgnoreCase("timeout")) {
      return Reply.err("CLIENT UNBLOCK reason should be TIMEOUT or ERROR");
    } else if (call.wordCount() > 4) {
      return CommandTable.wrongArity(call.spec());
    }
    OptionalLong id = Integers.parse(call.word(2));
    if (id.isEmpty()) {
      return NO_INTEGER;
    }
    boolean unblocked =
        clients
            .find(id.getAsLong())
            .filter(client -> blocked.unblock(client, withError ? UNBLOCKED : Reply.NULL_ARRAY))
            .isPresent();
    return unblocked ? Reply.ONE : Reply.ZERO;
  }

  private static Reply onOff(Call call, BiConsumer<Client, Boolean> set) {
    boolean on = call.word(2).equalsIgnoreCase("on");
    if (!on && !call.word(2).equalsIgnoreCase("off")) {
      return SYNTAX;
    }
    set.accept(call.client(), on);
    return Reply.OK;
  }

  /** Capabilities that are not known are none, not an error. */
  private static Reply capa(Call call) {
    if (from(call, 2).stream().anyMatch(word -> word.equalsIgnoreCase("redirect"))) {
      call.client().redirectable(true);
    }
    return Reply.OK;
  }

  private static Reply importSource(Call call) {
    boolean on = call.word(2).equalsIgnoreCase("on");
    if (!on && !call.word(2).equalsIgnoreCase("off")) {
      return SYNTAX;
    }
    return Reply.err("Server is not in import mode");
  }
}
