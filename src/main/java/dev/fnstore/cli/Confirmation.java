package dev.fnstore.cli;

import picocli.CommandLine.Option;

/** That somebody wants what cannot be taken back. */
final class Confirmation {
  @Option(
      names = {"-y", "--yes"},
      description = "Does not ask.")
  private boolean yes;

  /** Goes on if it is wanted; what it is has been printed, and sent. */
  void ask(Surroundings surroundings) throws FailedException {
    if (yes) {
      return;
    } else if (!surroundings.terminal().isThere()) {
      throw new FailedException("there is no terminal to ask on: say --yes. Nothing was changed.");
    } else if (!surroundings.terminal().confirms("Go on?")) {
      throw new FailedException("nothing was changed.");
    }
  }
}
