package dev.fnstore.server.command;

import dev.fnstore.resp.Reply;

/** FUNCTION HELP. */
final class FunctionHelp {
  static final Reply REPLY =
      new HelpText("FUNCTION")
          .with(
              "LOAD [REPLACE] <FUNCTION CODE>",
              "Load a library from its source text and reply with its name. The change is kept",
              "in the event log. REPLACE: a library of that name may be there already.")
          .with(
              "DELETE <LIBRARY NAME>",
              "Delete a library and all of its functions. Its source stays in the event log.")
          .with(
              "LIST [LIBRARYNAME PATTERN] [WITHCODE]",
              "List the libraries, by name, with their functions.",
              "* LIBRARYNAME: only those whose name matches the pattern, in either case.",
              "* WITHCODE: with their source text.")
          .with(
              "STATS",
              "Tell which function is running, its command and how long, and how many libraries",
              "and functions each engine holds.")
          .with("KILL", "End the function that is running, unless it has written.")
          .with("FLUSH [ASYNC|SYNC]", "Delete all libraries.")
          .with(
              "DUMP",
              "Reply with a payload of all libraries that FUNCTION RESTORE takes, here and on",
              "Valkey and Redis. Its RDB version is the parameter dump-rdb-version.")
          .with(
              "RESTORE <PAYLOAD> [FLUSH|APPEND|REPLACE]",
              "Restore all libraries of a payload, or none.",
              "* FLUSH: delete all present libraries first.",
              "* APPEND (default): refuse if a library is there already.",
              "* REPLACE: replace libraries that are there already.")
          .reply();

  private FunctionHelp() {}
}
