package dev.fnstore.server.command;

import dev.fnstore.acl.User;
import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Integers;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.engine.ServerIdentity;
import dev.fnstore.resp.Protocol;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.config.ServerConfig;
import dev.fnstore.server.dispatch.Access;
import dev.fnstore.server.dispatch.Call;
import dev.fnstore.server.dispatch.Client;
import dev.fnstore.server.dispatch.Command;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** PING, ECHO, SELECT, HELLO, AUTH, RESET, QUIT. */
public final class ConnectionCommands {
  private static final Reply PONG = Reply.simple("PONG");
  private static final Reply.ErrorReply WRONG_PASSWORD =
      Reply.ErrorReply.of("WRONGPASS invalid username-password pair or user is disabled.");

  private static final Reply.ErrorReply HELLO_NEEDS_AUTH =
      Reply.ErrorReply.of(
          "NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO"
              + " <proto> AUTH <user> <pass> option can be used to authenticate the client and"
              + " select the RESP protocol version at the same time");

  private final ServerConfig config;
  private final Access access;
  private final ServerIdentity identity;
  private final Consumer<Client> onReset;

  /**
   * The commands.
   *
   * @param onReset told of a client that is again as it was when it connected
   */
  public ConnectionCommands(
      ServerConfig config, Access access, ServerIdentity identity, Consumer<Client> onReset) {
    this.access = access;
    this.config = config;
    this.identity = identity;
    this.onReset = onReset;
  }

  private static CommandSpec.Builder spec(String name, int arity, String flags) {
    return CommandSpec.command(name, arity)
        .flags(flags)
        .categories("connection")
        .group("connection");
  }

  public List<Command> all() {
    return List.of(
        Command.brief(
            spec("ping", -1, "fast")
                .tips("request_policy:all_shards response_policy:all_succeeded")
                .syntax("[message]")
                .summary("Answers PONG, or the message.")
                .build(),
            ConnectionCommands::ping),
        Command.brief(
            spec("echo", 2, "loading stale fast")
                .syntax("message")
                .summary("Answers the message.")
                .build(),
            call -> Reply.bulk(call.word(1))),
        Command.brief(
            spec("select", 2, "loading stale fast")
                .syntax("index")
                .summary("Chooses the database of this connection.")
                .build(),
            this::select),
        Command.brief(
            spec("hello", -1, "noscript loading stale fast no_auth allow_busy")
                .since("6.0.0")
                .syntax("[protover [AUTH username password] [SETNAME clientname]]")
                .summary("Chooses the protocol and tells who the server is.")
                .build(),
            this::hello),
        Command.brief(
            spec("auth", -2, "noscript loading stale fast no_auth allow_busy")
                .complexity("O(N) where N is the number of passwords defined for the user")
                .syntax("[username] password")
                .summary("Authenticates the connection.")
                .build(),
            this::auth),
        Command.brief(
            spec("reset", 1, "noscript loading stale fast no_auth allow_busy")
                .since("6.2.0")
                .summary("Puts the connection back to how it began.")
                .build(),
            this::reset),
        Command.brief(
            spec("quit", -1, "noscript loading stale fast no_auth allow_busy")
                .summary("Closes the connection.")
                .build(),
            ConnectionCommands::quit));
  }

  private static Reply ping(Call call) {
    if (call.client().isSubscriber() && call.wordCount() <= 2) {
      Bytes message = call.wordCount() == 2 ? call.word(1) : Bytes.EMPTY;
      return Reply.array(Reply.bulk("pong"), Reply.bulk(message));
    }
    return switch (call.wordCount()) {
      case 1 -> PONG;
      case 2 -> Reply.bulk(call.word(1));
      default -> Reply.err("wrong number of arguments for 'ping' command");
    };
  }

  private Reply select(Call call) {
    OptionalLong index = Integers.parse(call.word(1));
    if (index.isEmpty()) {
      return Reply.err("value is not an integer or out of range");
    } else if (index.getAsLong() < Integer.MIN_VALUE || index.getAsLong() > Integer.MAX_VALUE) {
      return Reply.err("value is out of range, value must between -2147483648 and 2147483647");
    } else if (index.getAsLong() < 0 || index.getAsLong() >= config.databases()) {
      return Reply.err("DB index is out of range");
    }
    call.client().database((int) index.getAsLong());
    return Reply.OK;
  }

  private Reply hello(Call call) {
    Client client = call.client();
    Protocol protocol = client.protocol();
    Bytes name = null;
    int credentials = 0;
    if (call.wordCount() >= 2) {
      OptionalLong version = Integers.parse(call.word(1));
      if (version.isEmpty()) {
        return Reply.err("Protocol version is not an integer or out of range");
      } else if (version.getAsLong() != 2 && version.getAsLong() != 3) {
        return Reply.ErrorReply.of("NOPROTO unsupported protocol version");
      }
      protocol = version.getAsLong() == 2 ? Protocol.RESP2 : Protocol.RESP3;
    }
    for (int i = 2; i < call.wordCount(); i++) {
      Bytes option = call.word(i);
      int more = call.wordCount() - 1 - i;
      if (option.equalsIgnoreCase("auth") && more >= 2) {
        credentials = i + 1;
        i += 2;
      } else if (option.equalsIgnoreCase("setname") && more >= 1) {
        name = call.word(++i);
        if (!ClientIdentityCommands.isName(name)) {
          return ClientIdentityCommands.BAD_NAME;
        }
      } else {
        return new Reply.ErrorReply(
            Bytes.of("ERR Syntax error in HELLO option '").concat(option).concat(Bytes.of("'")));
      }
    }
    if (credentials > 0
        && !access.login(call, call.word(credentials), call.word(credentials + 1))) {
      return WRONG_PASSWORD;
    } else if (!client.isAuthenticated()) {
      return HELLO_NEEDS_AUTH;
    }
    client.protocol(protocol);
    if (name != null) {
      client.name(name);
    }
    return greeting(client);
  }

  private Reply greeting(Client client) {
    return new Reply.Dictionary(
        List.of(
            entry("server", Reply.bulk(identity.serverName())),
            entry("version", Reply.bulk(identity.valkeyVersion())),
            entry("proto", Reply.of(client.protocol().number())),
            entry("id", Reply.of(client.id())),
            entry("mode", Reply.bulk("standalone")),
            entry("role", Reply.bulk("master")),
            entry("modules", Reply.EMPTY_ARRAY)));
  }

  private static Reply.Entry entry(String key, Reply value) {
    return new Reply.Entry(Reply.bulk(key), value);
  }

  private Reply auth(Call call) {
    if (call.wordCount() > 3) {
      return Words.SYNTAX;
    } else if (call.wordCount() == 2 && access.isOpenToAll()) {
      return Reply.err(
          "AUTH <password> called without any password configured for the default user. Are you"
              + " sure your configuration is correct?");
    }
    Bytes user = call.wordCount() == 2 ? User.DEFAULT_NAME : call.word(1);
    return access.login(call, user, call.word(call.wordCount() - 1)) ? Reply.OK : WRONG_PASSWORD;
  }

  private Reply reset(Call call) {
    call.client().reset();
    onReset.accept(call.client());
    return Reply.simple("RESET");
  }

  private static Reply quit(Call call) {
    call.client().close();
    return Reply.OK;
  }
}
