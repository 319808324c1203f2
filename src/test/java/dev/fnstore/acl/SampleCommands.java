package dev.fnstore.acl;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.command.KeySpec;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A few commands of each kind. */
final class SampleCommands implements CommandCatalog {
  static final CommandSpec GET = command("get", "readonly fast", "string").key("RO access").build();
  static final CommandSpec SET =
      command("set", "write denyoom", "string")
          .keys(KeySpec.range(1, 0, 1, "RW access update variable_flags"))
          .build();
  static final CommandSpec MSET =
      command("mset", "write denyoom", "string").keys(KeySpec.range(1, -1, 2, "OW update")).build();
  static final CommandSpec SELECT = command("select", "fast", "connection").build();
  static final CommandSpec AUTH = command("auth", "fast no_auth", "connection").build();
  static final CommandSpec PUBLISH = command("publish", "pubsub fast", "pubsub").build();
  static final CommandSpec PSUBSCRIBE = command("psubscribe", "pubsub", "pubsub").build();
  static final CommandSpec CONFIG_GET = command("config|get", "admin", "dangerous").build();
  static final CommandSpec CONFIG_SET = command("config|set", "admin", "dangerous").build();
  static final CommandSpec CONFIG =
      CommandSpec.command("config", -2).subcommand(CONFIG_GET).subcommand(CONFIG_SET).build();

  private static final List<CommandSpec> ALL =
      List.of(GET, SET, MSET, SELECT, AUTH, PUBLISH, PSUBSCRIBE, CONFIG);

  private static CommandSpec.Builder command(String name, String flags, String categories) {
    return CommandSpec.command(name, -1).flags(flags).categories(categories);
  }

  @Override
  public Optional<CommandSpec> spec(Bytes name) {
    String wanted = name.toLowerCase().toLatin1();
    return ALL.stream()
        .flatMap(command -> Stream.concat(Stream.of(command), command.subcommands().stream()))
        .filter(command -> command.name().equals(wanted))
        .findFirst();
  }

  @Override
  public Collection<CommandSpec> specs() {
    return ALL;
  }
}
