package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Call;
import dev.fnstore.server.dispatch.Command;
import java.util.List;

/** CLIENT ID, GETNAME, SETNAME, SETINFO: who the client is, which events tell too. */
final class ClientIdentityCommands {
  static final Reply.ErrorReply BAD_NAME =
      Reply.err("Client names cannot contain spaces, newlines or special characters.");

  private ClientIdentityCommands() {}

  static List<Command> all() {
    return List.of(
        ClientCommands.command(
            "id",
            "2 5.0.0 noscript loading stale",
            "Tells the connection's id.",
            "",
            call -> Reply.of(call.client().id())),
        ClientCommands.command(
            "getname",
            "2 2.6.9 noscript loading stale",
            "Tells the connection's name.",
            "",
            ClientIdentityCommands::getName),
        ClientCommands.command(
            "setname",
            "3 2.6.9 noscript loading stale",
            "Names the connection. Events tell who made a change by it.",
            "connection-name",
            ClientIdentityCommands::setName),
        ClientCommands.command(
            "setinfo",
            "4 7.2.0 noscript loading stale",
            "Sets what the client's library is.",
            "<LIB-NAME libname|LIB-VER libver>",
            ClientIdentityCommands::setInfo));
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
}
