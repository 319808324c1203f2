package dev.fnstore.cli;

import dev.fnstore.log.NativeLibrary;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code fnstore}: the entry point of the jar. */
@Command(
    name = "fnstore",
    description = "The source of truth for Valkey and Redis Functions.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = ServerCommand.class)
public final class Main {
  private static final String SERVER = "server";
  private static final String DATA_FOLDER = "--data-dir";

  private Main() {}

  public static void main(String[] arguments) {
    boolean isServer = arguments.length > 0 && arguments[0].equals(SERVER);
    if (isServer || Stream.of(arguments).anyMatch(word -> word.startsWith(DATA_FOLDER))) {
      loadEarly();
    }
    System.exit((isServer ? serverLine() : verbsLine()).execute(arguments));
  }

  private static CommandLine serverLine() {
    return new CommandLine(new Main());
  }

  private static CommandLine verbsLine() {
    LogConfiguration.silence("io.vertx"); // what goes wrong is told by who asked
    return line(Surroundings.ofThisProcess());
  }

  /** The whole command line, with other surroundings than this process has. */
  static CommandLine line(Surroundings surroundings) {
    return Verbs.addTo(serverLine(), surroundings);
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
