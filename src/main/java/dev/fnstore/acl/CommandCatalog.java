package dev.fnstore.acl;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandSpec;
import java.util.Collection;
import java.util.Optional;

/** The commands that rules can name. */
public interface CommandCatalog {
  /** The command {@code get} or {@code function|load}, in either case. */
  Optional<CommandSpec> spec(Bytes name);

  /** All commands, containers but not their subcommands. */
  Collection<CommandSpec> specs();
}
