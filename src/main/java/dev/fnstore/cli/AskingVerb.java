package dev.fnstore.cli;

import dev.fnstore.backup.CopyException;
import dev.fnstore.cli.source.Source;
import dev.fnstore.cli.source.SourceException;

/** A verb that asks for something and prints what it was told. */
abstract class AskingVerb extends Verb {
  AskingVerb(Surroundings surroundings) {
    super(surroundings);
  }

  /** Who is asked. */
  abstract Source open() throws SourceException, FailedException;

  /**
   * Asks and prints.
   *
   * @return the exit code
   */
  abstract int run(Source source) throws SourceException, CopyException, FailedException;

  @Override
  final int run() throws SourceException, CopyException, FailedException {
    try (Source source = open()) {
      return run(source);
    }
  }
}
