package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Call;
import dev.fnstore.server.dispatch.Client;
import dev.fnstore.server.dispatch.Command;
import dev.fnstore.server.dispatch.CommandTable;
import java.util.List;

/** CLIENT and its subcommands. */
public final class ClientCommands {
  static final Reply.ErrorReply BAD_NAME =
      Reply.err("Client names cannot contain spaces, newlines or special characters.");

  private static final Reply HELP_REPLY =
      new HelpText("CLIENT")
          .with("GETNAME", "Tell the name of this connection.")
          .with("ID", "Tell the id of this connection.")
          .with("INFO", "Describe this connection.")
          .with("SETINFO <option> <value>", "Set LIB-NAME or LIB-VER, the library of the client.")
          .with("SETNAME <name>", "Name this connection. Events tell who made a change by it.")
          .reply();

  private static CommandSpec.Builder subcommand(String name, int arity) {
    return CommandSpec.command("client|" + name, arity)
        .flags("noscript loading stale")
        .categories("connection")
        .group("connection");
  }

  /** Adds CLIENT. */
  public void addTo(CommandTable table) {
    table.addContainer(
        CommandSpec.command("client", -2)
            .group("connection")
            .since("2.4.0")
            .complexity("Depends on subcommand.")
            .summary("A container for client connection commands."),
        List.of(
            Command.of(
                subcommand("id", 2).since("5.0.0").summary("Tells the connection's id.").build(),
                call -> Reply.of(call.client().id())),
            Command.of(
                subcommand("getname", 2)
                    .since("2.6.9")
                    .summary("Tells the connection's name.")
                    .build(),
                ClientCommands::getName),
            Command.of(
                subcommand("setname", 3)
                    .since("2.6.9")
                    .tips("request_policy:all_nodes response_policy:all_succeeded")
                    .syntax("connection-name")
                    .summary("Names the connection.")
                    .build(),
                ClientCommands::setName),
            Command.of(
                subcommand("setinfo", 4)
                    .since("7.2.0")
                    .tips("request_policy:all_nodes response_policy:all_succeeded")
                    .syntax("<LIB-NAME libname|LIB-VER libver>")
                    .summary("Sets what the client's library is.")
                    .build(),
                ClientCommands::setInfo),
            Command.of(
                subcommand("info", 2)
                    .since("6.2.0")
                    .tips("nondeterministic_output")
                    .summary("Describes the connection.")
                    .build(),
                ClientCommands::info),
            Command.of(
                CommandSpec.command("client|help", 2)
                    .flags("loading stale")
                    .categories("connection")
                    .group("connection")
                    .since("5.0.0")
                    .summary("Explains the subcommands.")
                    .build(),
                call -> HELP_REPLY)));
  }

  private static Reply getName(Call call) {
    Bytes name = call.client().name();
    return name.isEmpty() ? Reply.NULL : Reply.bulk(name);
  }

  private static Reply setName(Call call) {
    if (!isName(call.word(2))) {
      return BAD_NAME;
    }
    call.client().name(call.word(2));
    return Reply.OK;
  }

  /** Printable, without blanks: it is shown in lists. */
  static boolean isName(Bytes name) {
    for (byte b : name.shared()) {
      if (b < '!' || b > '~') {
        return false;
      }
    }
    return true;
  }

  private static Reply setInfo(Call call) {
    Bytes option = call.word(2);
    boolean isName = option.equalsIgnoreCase("lib-name");
    if (!isName && !option.equalsIgnoreCase("lib-ver")) {
      return new Reply.ErrorReply(
          Bytes.of("ERR Unrecognized option '").concat(option).concat(Bytes.of("'")));
    } else if (!isName(call.word(3))) {
      return new Reply.ErrorReply(
          Bytes.of("ERR ")
              .concat(option)
              .concat(Bytes.of(" cannot contain spaces, newlines or special characters.")));
    } else if (isName) {
      call.client().libraryName(call.word(3));
    } else {
      call.client().libraryVersion(call.word(3));
    }
    return Reply.OK;
  }

  private static Reply info(Call call) {
    Client client = call.client();
    String line =
        "id="
            + client.id()
            + " addr="
            + client.address().toLatin1()
            + " laddr="
            + client.localAddress().toLatin1()
            + " name="
            + client.name().toLatin1()
            + " db="
            + client.database()
            + " multi=-1 cmd=client|info user="
            + client.user().toLatin1()
            + " resp="
            + client.protocol().number()
            + " lib-name="
            + client.libraryName().toLatin1()
            + " lib-ver="
            + client.libraryVersion().toLatin1()
            + "\n";
    return new Reply.Verbatim(Bytes.of("txt"), Bytes.of(line));
  }
}
