package dev.fnstore.cli;

import dev.fnstore.log.NativeLibrary;
import java.util.Set;
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
  private static final Set<String> NEED_THE_LOG = Set.of("server", "verify");

  private Main() {}

  public static void main(String[] arguments) {
    if (arguments.length > 0 && NEED_THE_LOG.contains(arguments[0])) {
      loadEarly();
    }
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  /** What takes long and needs nothing else is begun beside the rest. */
  private static void loadEarly() {
    Thread loader = new Thread(Main::loadNativeLibrary, "fnstore-load");
    loader.setDaemon(true);
    loader.start();
  }

  private static void loadNativeLibrary() {
    try {
      NativeLibrary.load();
    } catch (RuntimeException | LinkageError e) {
      // who needs it first tries again, and tells
    }
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
