package dev.fnstore.server.command;

import dev.fnstore.command.CommandSpec;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Command;
import dev.fnstore.server.dispatch.CommandTable;
import java.util.ArrayList;
import java.util.List;

/**
 * CLUSTER, READONLY, READWRITE, ASKING, as Valkey answers them with {@code cluster-enabled no}:
 * every subcommand of CLUSTER, HELP included, is refused with one text, by which clients know that
 * this is no cluster.
 */
public final class ClusterCommands {
  private static final Reply.ErrorReply DISABLED =
      Reply.err("This instance has cluster support disabled");

  private static final String READ = "loading stale";
  private static final String SLOT_READ = "stale";
  private static final String CHANGE = "admin stale no_async_loading";
  private static final String ADMIN_READ = "admin stale";

  private final List<Command> subcommands = new ArrayList<>();

  public ClusterCommands() {
    reads();
    changesOfNodes();
    changesOfSlots();
  }

  private void reads() {
    add("info", 2, READ, "3.0.0", "", "Describes the state of the cluster.", true);
    add("nodes", 2, READ, "3.0.0", "", "Lists the nodes as their configuration file does.", true);
    add("slots", 2, READ, "3.0.0", "", "Tells which node serves which slots.", true);
    add("shards", 2, READ, "7.0.0", "", "Tells the slots and nodes of each shard.", true);
    add("myid", 2, READ, "3.0.0", "", "Tells the id of this node.", false);
    add("myshardid", 2, READ, "7.2.0", "", "Tells the id of this node's shard.", true);
    add("help", 2, READ, "5.0.0", "", "Explains the subcommands.", false);
    add("keyslot", 3, SLOT_READ, "3.0.0", "key", "Tells the slot of a key.", false);
    add("countkeysinslot", 3, SLOT_READ, "3.0.0", "slot", "Counts the keys of a slot.", false);
    add("getkeysinslot", 4, SLOT_READ, "3.0.0", "slot count", "Lists keys of a slot.", true);
    add("links", 2, SLOT_READ, "7.0.0", "", "Lists the links between this node and others.", true);
    add("replicas", 3, ADMIN_READ, "5.0.0", "node-id", "Lists the replicas of a node.", true);
    add("slaves", 3, ADMIN_READ, "3.0.0", "node-id", "Lists the replicas of a node.", true);
    add(
        "count-failure-reports",
        3,
        ADMIN_READ,
        "3.0.0",
        "node-id",
        "Counts the reports that a node has failed.",
        true);
    subcommands.add(
        refused(
            spec("slot-stats", -4, READ, "8.0.0")
                .tips("nondeterministic_output request_policy:all_shards")
                .syntax("<SLOTSRANGE start-slot end-slot|ORDERBY metric [LIMIT limit] [ASC|DESC]>")
                .summary("Tells what the slots are used for.")));
  }

  private void changesOfNodes() {
    add("meet", -4, CHANGE, "3.0.0", "ip port [cluster-bus-port]", "Joins another node.", false);
    add("forget", 3, CHANGE, "3.0.0", "node-id", "Takes a node out of the cluster.", false);
    add("replicate", 3, CHANGE, "3.0.0", "node-id", "Makes this node a replica.", false);
    add("failover", -2, CHANGE, "3.0.0", "[FORCE|TAKEOVER]", "Makes this replica primary.", false);
    add("bumpepoch", 2, CHANGE, "3.0.0", "", "Raises the epoch of the configuration.", true);
    add("set-config-epoch", 3, CHANGE, "3.0.0", "config-epoch", "Sets a new node's epoch.", false);
    add("saveconfig", 2, CHANGE, "3.0.0", "", "Writes the configuration of the node.", false);
    add(
        "reset",
        -2,
        "admin noscript stale",
        "3.0.0",
        "[HARD|SOFT]",
        "Makes this node a new one.",
        false);
  }

  private void changesOfSlots() {
    String ranges = "start-slot end-slot [start-slot end-slot ...]";
    add("addslots", -3, CHANGE, "3.0.0", "slot [slot ...]", "Takes slots over.", false);
    add("addslotsrange", -4, CHANGE, "7.0.0", ranges, "Takes ranges of slots over.", false);
    add("delslots", -3, CHANGE, "3.0.0", "slot [slot ...]", "Gives slots up.", false);
    add("delslotsrange", -4, CHANGE, "7.0.0", ranges, "Gives ranges of slots up.", false);
    add("flushslots", 2, CHANGE, "3.0.0", "", "Gives all slots up.", false);
    add(
        "setslot",
        -4,
        CHANGE,
        "3.0.0",
        "slot <IMPORTING importing|MIGRATING migrating|NODE node|STABLE> [TIMEOUT timeout]",
        "Moves a slot.",
        false);
  }

  private void add(
      String name,
      int arity,
      String flags,
      String since,
      String syntax,
      String summary,
      boolean varies) {
    CommandSpec.Builder spec = spec(name, arity, flags, since).syntax(syntax).summary(summary);
    subcommands.add(refused(varies ? spec.tips("nondeterministic_output") : spec));
  }

  private static CommandSpec.Builder spec(String name, int arity, String flags, String since) {
    return CommandSpec.command("cluster|" + name, arity).flags(flags).group("cluster").since(since);
  }

  private static Command refused(CommandSpec.Builder spec) {
    return Command.of(spec.build(), call -> DISABLED);
  }

  /** Adds all of them. */
  public void addTo(CommandTable table) {
    table.addContainer(
        CommandSpec.command("cluster", -2)
            .group("cluster")
            .since("3.0.0")
            .complexity("Depends on subcommand.")
            .summary("A container for commands of a cluster, which this is not."),
        subcommands);
    table.add(ofConnection("readonly", "loading stale fast", "Allows reads of a replica."));
    table.add(ofConnection("readwrite", "loading stale fast", "Ends what READONLY began."));
    table.add(
        refused(connection("asking", "fast").summary("Follows a redirection to another node.")));
  }

  private static Command ofConnection(String name, String flags, String summary) {
    return Command.of(connection(name, flags).summary(summary).build(), call -> Reply.OK);
  }

  private static CommandSpec.Builder connection(String name, String flags) {
    return CommandSpec.command(name, 1)
        .flags(flags)
        .categories("connection")
        .group("cluster")
        .since("3.0.0");
  }
}
