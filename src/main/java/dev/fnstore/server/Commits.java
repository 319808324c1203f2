package dev.fnstore.server;

import dev.fnstore.data.KeyStore;
import dev.fnstore.store.FunctionStore;

/**
 * What a batch of commands has changed, and must be on disk before it is acknowledged: functions
 * always, keys where {@code data-fsync} says so. For who runs commands.
 */
final class Commits {
  private final FunctionStore functions;
  private final KeyStore keys;

  Commits(FunctionStore functions, KeyStore keys) {
    this.functions = functions;
    this.keys = keys;
  }

  /** Whether something must be on disk before it is acknowledged, and is not yet. */
  boolean areAwaited() {
    return functions.hasStaged() || keys.isAwaited();
  }

  /** Whether what is awaited is keys alone, so that more may be changed before they are written. */
  boolean mayBeShared() {
    return !functions.hasStaged();
  }

  /** Whether so much is staged that it is to be committed before more is. */
  boolean areFull() {
    return functions.isFull();
  }

  /** Has all that was changed written; what must be on disk is when this returns. */
  void commit() {
    functions.commit();
    keys.commit();
  }

  /** Has what need not be waited for written, where much has changed. */
  void commitWithoutWaiting() {
    keys.commitWithoutWaiting();
  }
}
