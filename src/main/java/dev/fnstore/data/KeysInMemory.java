package dev.fnstore.data;

import org.jspecify.annotations.Nullable;

/** Keys that end with the process. */
public final class KeysInMemory implements KeyStore {
  @Override
  public boolean isAwaited() {
    return false;
  }

  @Override
  public void commit() {}

  @Override
  public void commitWithoutWaiting() {}

  @Override
  public void save() {}

  @Override
  public void saveSoon() {}

  @Override
  public void abandon() {}

  @Override
  public @Nullable String failure() {
    return null;
  }

  @Override
  public boolean isDurable() {
    return false;
  }

  @Override
  public long bytesOnDisk() {
    return 0;
  }

  @Override
  public void close() {}
}
