package dev.fnstore.cli;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;

/** The verbs that ask a server or a folder. None of their classes is loaded to start a server. */
final class Verbs {
  private Verbs() {}

  /** Adds them to {@code fnstore}. */
  static CommandLine addTo(CommandLine fnstore, Surroundings surroundings) {
    List<Verb> verbs =
        List.of(
            new LogCommand(surroundings),
            new ShowCommand(surroundings),
            new DiffCommand(surroundings),
            new ListCommand(surroundings),
            new LoadCommand(surroundings),
            new CallCommand(surroundings),
            new TestCommand(surroundings),
            new RollbackCommand(surroundings),
            new DumpCommand(surroundings),
            new RestoreCommand(surroundings),
            new VerifyCommand(surroundings),
            new CompactCommand(surroundings),
            new BackupCommand(surroundings),
            new RestoreBackupCommand(surroundings),
            new RepairCommand(surroundings));
    verbs.forEach(fnstore::addSubcommand);
    return fnstore
        .addSubcommand(TagCommand.line(surroundings))
        .addSubcommand(new AutoComplete.GenerateCompletion())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(
            new PrintWriter(
                new OutputStreamWriter(surroundings.out(), StandardCharsets.UTF_8), true));
  }
}
