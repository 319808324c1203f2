package dev.fnstore.keyspace;

import dev.fnstore.command.CommandSpec;

/** A command on the embedded data: what it is and what it does. */
public record DataCommand(CommandSpec spec, Handler handler) {}
