package dev.fnstore.server;

import dev.fnstore.server.dispatch.PendingRead;
import org.jspecify.annotations.Nullable;

/**
 * What a request of one client reads of history, or of other machines, with its reply still to
 * come: until then none of the client's other requests runs.
 */
final class HistoryRead {
  private final CommandExecutor executor;
  private final Connection connection;
  private volatile @Nullable PendingRead pending;
  private boolean begun;

  HistoryRead(CommandExecutor executor, Connection connection) {
    this.executor = executor;
    this.connection = connection;
  }

  /** From any thread. */
  boolean isPending() {
    return pending != null;
  }

  /**
   * On the executor: a request has run.
   *
   * @return whether it is to be read for
   */
  boolean take(@Nullable PendingRead read) {
    pending = read;
    return read != null;
  }

  /**
   * On the executor, after its batch, so that it sees what the batch has committed: has history
   * read for the request that waits for it.
   *
   * @return whether one does
   */
  boolean begin() {
    PendingRead present = pending;
    if (present == null) {
      return false;
    } else if (!begun) {
      begun = true;
      Runnable task =
          () -> {
            present.read();
            executor.schedule(connection);
          };
      if (present.isOfOtherMachines()) {
        executor.await(task);
      } else {
        executor.read(task);
      }
    }
    return true;
  }

  /** On the executor: answers what has been read for; false if that is still under way. */
  boolean end(RequestRunner runner) {
    PendingRead present = pending;
    if (present == null) {
      return true;
    } else if (!present.isRead()) {
      return false;
    }
    pending = null;
    begun = false;
    runner.finishRead();
    return true;
  }
}
