package dev.fnstore.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --data-dir}, the same wherever it is given. */
final class DataFolderOption {
  @Option(
      names = "--data-dir",
      paramLabel = "FOLDER",
      description = "Where the event log is kept. Default: ${DEFAULT-VALUE}",
      defaultValue = "${sys:fnstore.home:-.}/data/store")
  private Path folder = Path.of("data/store");

  Path folder() {
    return folder;
  }
}
