package dev.fnstore.data;

import org.jspecify.annotations.Nullable;

/** Keeps what changes in a keyspace. All but {@link #failure} belongs to who runs commands. */
public sealed interface KeyStore extends AutoCloseable permits KeysInMemory, KeysOnDisk {
  /** Whether what was changed must be on disk before it is acknowledged, and is not yet. */
  boolean isAwaited();

  /**
   * Between two commands: what was changed belongs together up to here.
   *
   * @throws DataException if it must be on disk before it is acknowledged, and cannot be written
   */
  void commit();

  /** As {@link #commit}, but never waits: leaves to it what would have to. */
  void commitWithoutWaiting();

  /**
   * Returns once all that was changed is on disk.
   *
   * @throws DataException if it cannot be written
   */
  void save();

  /** Has the next {@link #commit} put on disk, soon after it, all that was changed. */
  void saveSoon();

  /**
   * From any thread: what was changed since the last commit is never to be written, nor anything
   * after it, since a script that had written was cut off.
   */
  void abandon();

  /** Why keys cannot be written at present; null if they can. From any thread. */
  @Nullable String failure();

  /** Whether keys outlive the process. */
  boolean isDurable();

  /** Bytes of all files. */
  long bytesOnDisk();

  /** Writes what was changed, and lets go of the disk. */
  @Override
  void close();
}
