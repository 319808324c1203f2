package dev.fnstore.server.dispatch;

/**
 * A change could not be put on disk for certain: nothing more may be acknowledged. An {@link
 * Error}, so that nothing which answers a failed command with an error reply takes it for one.
 */
public final class CommitFailedError extends Error {
  private static final long serialVersionUID = 1L;

  public CommitFailedError(Throwable cause) {
    super(cause.getMessage(), cause);
  }
}
