package dev.fnstore.server.command;

import dev.fnstore.resp.Reply;

/** CLIENT HELP. */
final class ClientHelp {
  static final Reply REPLY =
      new HelpText("CLIENT")
          .with("CACHING (YES|NO)", "Track, or do not, what the next command reads.")
          .with("CAPA <option> [options...]", "Tell what the client can do: REDIRECT.")
          .with("GETNAME", "Tell the name of this connection.")
          .with("GETREDIR", "Tell which client is told of changes in this one's place.")
          .with("ID", "Tell the id of this connection.")
          .with("INFO", "Describe this connection.")
          .with("IMPORT-SOURCE (ON|OFF)", "Refused: there is no import mode.")
          .with("KILL <ip:port>", "Close the connection that comes from there.")
          .with(
              "KILL <option> <value> [<option> <value> [...]]",
              "Close connections by ID, TYPE, USER, ADDR, LADDR, MAXAGE; SKIPME (default: yes).")
          .with(
              "LIST [options ...]",
              "List connections by ID, TYPE, USER, ADDR, LADDR, MAXAGE; SKIPME (default: no).")
          .with("NO-EVICT (ON|OFF)", "Keep this connection when clients take too much memory.")
          .with("NO-TOUCH (ON|OFF)", "Kept and shown; no order of last use depends on it.")
          .with("PAUSE <timeout> [WRITE|ALL]", "Let commands wait for <timeout> milliseconds.")
          .with("REPLY (ON|OFF|SKIP)", "Tell whether this connection is answered.")
          .with("SETINFO <option> <value>", "Set LIB-NAME or LIB-VER, the library of the client.")
          .with("SETNAME <name>", "Name this connection. Events tell who made a change by it.")
          .with(
              "TRACKING (ON|OFF) [REDIRECT <id>] [BCAST] [PREFIX <prefix> [...]] [OPTIN] [OPTOUT]"
                  + " [NOLOOP]",
              "Be told of changes to keys that this connection has read.")
          .with("TRACKINGINFO", "Tell how this connection is told of changes.")
          .with("UNBLOCK <clientid> [TIMEOUT|ERROR]", "End what a connection waits for.")
          .with("UNPAUSE", "End a pause.")
          .reply();

  private ClientHelp() {}
}
