package dev.fnstore.server;

import dev.fnstore.model.Revision;
import dev.fnstore.registry.RefusedException;
import dev.fnstore.store.FunctionStore;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A change that no client has asked for, staged in its turn and told of once it is on disk. */
final class StagedByServer implements Work {
  /** Stages one event. */
  interface Staging {
    void run() throws RefusedException;
  }

  private final FunctionStore store;
  private final Staging staging;
  private final CompletableFuture<Revision> done = new CompletableFuture<>();
  private @Nullable Revision revision;
  private @Nullable Throwable failure;

  StagedByServer(FunctionStore store, Staging staging) {
    this.store = store;
    this.staging = staging;
  }

  /** The revision of the event once it is on disk; fails with a {@link RefusedException}. */
  CompletionStage<Revision> done() {
    return done;
  }

  @Override
  public void runWaiting() {
    try {
      staging.run();
      revision = store.pending().revision();
    } catch (RefusedException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
      failure = e; // what came of a node, as a payload does, must not end the executor
    }
  }

  @Override
  public void sendReplies() {
    Throwable failed = failure;
    Revision staged = revision;
    if (failed != null) {
      done.completeExceptionally(failed);
    } else if (staged != null) {
      done.complete(staged);
    }
  }

  @Override
  public void rescheduleIfWaiting() {
    // it is done
  }
}
