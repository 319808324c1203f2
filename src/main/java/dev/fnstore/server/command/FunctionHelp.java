package dev.fnstore.server.command;

import dev.fnstore.resp.Reply;

/** FUNCTION HELP. */
final class FunctionHelp {
  static final Reply REPLY =
      new HelpText("FUNCTION")
          .with(
              "LOAD [REPLACE] [IFREVISION <REVISION>] [MESSAGE <TEXT>] <FUNCTION CODE>",
              "Load a library from its source text and reply with its name. The change is kept",
              "in the event log.",
              "* REPLACE: a library of that name may be there already.",
              "* IFREVISION: refuse with STALE unless the library was last changed by this revision",
              "  (0: unless it is not there). DELETE takes it too; FLUSH, RESTORE and ROLLBACK are",
              "  refused if any library has changed since this revision.",
              "* MESSAGE: say why; kept with the event, as for all changes.")
          .with(
              "DELETE <LIBRARY NAME> [IFREVISION <REVISION>] [MESSAGE <TEXT>]",
              "Delete a library and all of its functions. Its source stays in the event log.")
          .with(
              "LIST [LIBRARYNAME PATTERN] [WITHCODE] [ASOF <POINT>]",
              "List the libraries, by name, with their functions.",
              "* LIBRARYNAME: only those whose name matches the pattern, in either case.",
              "* WITHCODE: with their source text.",
              "* ASOF: as they were at a point in history: a revision (42), a time with a zone",
              "  (2026-11-20T09:00:00Z), an age (-15m) or a tag.")
          .with(
              "STATS",
              "Tell which function is running, its command and how long, and how many libraries",
              "and functions each engine holds.")
          .with("KILL", "End the function that is running, unless it has written.")
          .with(
              "FLUSH [ASYNC|SYNC] [IFREVISION <REVISION>] [MESSAGE <TEXT>]",
              "Delete all libraries.")
          .with(
              "DUMP [ASOF <POINT>]",
              "Reply with a payload of all libraries that FUNCTION RESTORE takes, here and on",
              "Valkey and Redis. Its RDB version is the parameter dump-rdb-version.")
          .with(
              "RESTORE <PAYLOAD> [FLUSH|APPEND|REPLACE] [IFREVISION <REVISION>] [MESSAGE <TEXT>]",
              "Restore all libraries of a payload, or none.",
              "* FLUSH: delete all present libraries first.",
              "* APPEND (default): refuse if a library is there already.",
              "* REPLACE: replace libraries that are there already.")
          .with(
              "LOG [LIBRARYNAME <PATTERN>] [USER <NAME>] [KIND <KIND>] [SINCE <POINT>] [UNTIL <POINT>]",
              "[AFTER <REVISION>] [LIMIT <COUNT>] [REVERSE] [WITHCODE]",
              "Tell who changed which function when: the events of the log, the oldest first.",
              "* KIND: load, delete, flush, restore, rollback, tag, compact, acl, config,",
              "  target, deploy or drift.",
              "* AFTER: go on behind this revision.",
              "* LIMIT: at most so many entries (100).",
              "* REVERSE: the newest first.")
          .with(
              "SHOW <POINT>|LIBRARYNAME <NAME> [ASOF <POINT>]",
              "Show an event with all sources, or a library with its place in history.")
          .with(
              "DIFF <POINT> <POINT> [LIBRARYNAME <PATTERN>]",
              "Tell how libraries differ between two points.")
          .with(
              "ROLLBACK <POINT> [LIBRARYNAME <PATTERN>] [DRYRUN] [IFREVISION <REVISION>]",
              "[MESSAGE <TEXT>]",
              "Bring libraries back as they were at a point, as one new event.",
              "* DRYRUN: only tell what that would do.")
          .with(
              "TAG SET <NAME> [<POINT>] | LIST | DELETE <NAME>",
              "Name a point in history, by default the present; list names; delete one.")
          .with(
              "COMPACT <POINT> [MESSAGE <TEXT>]",
              "Forget the history before a point, for good; sources that nothing needs any more go",
              "with it. INFO persistence tells how far that is.")
          .with(
              "VERIFY [FROM <REVISION>] [TO <REVISION>] [EXPECT <REVISION> <DIGEST>]",
              "Check every event, source and snapshot of the log. EXPECT compares with what is known",
              "of it, since no log can see that its own end is missing.")
          .with(
              "BACKUP DESCRIBE | IMAGE <REVISION> | EVENTS AFTER <REVISION> | CODE <DIGEST> [...]",
              "Give the event log as it is stored, piece by piece. This is what the command line asks",
              "when it makes a backup: fnstore backup <FOLDER>.")
          .with(
              "CALL ASOF <POINT> <FUNCTION> <NUMKEYS> [<KEY> ...] [<ARG> ...]",
              "Call a function as it was at a point, on the data as it is. It may not write.")
          .reply();

  private FunctionHelp() {}
}
