package dev.fnstore.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code fnstore}: the entry point of the jar. */
@Command(
    name = "fnstore",
    description = "The source of truth for Valkey and Redis Functions.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {ServerCommand.class, VerifyCommand.class})
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  /** What {@code --version} prints. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"fnstore " + (version == null ? "development" : version)};
    }
  }
}
