package dev.fnstore.cli.source;

import dev.fnstore.resp.Reply;

/** Who answers requests. For one thread. */
public interface Source extends AutoCloseable {
  /**
   * Asks and waits for the reply.
   *
   * @return never an error
   * @throws SourceException if there is no reply, or it is an error
   */
  Reply ask(Request request) throws SourceException;

  @Override
  void close();
}
