package dev.fnstore.server.dispatch;

import dev.fnstore.data.KeyStore;
import org.jspecify.annotations.Nullable;

/**
 * Whether keys may be changed. A disk can fail, or find room again, while a function or a
 * transaction runs: what the first of its commands was told holds for all, so that its changes are
 * taken whole or not at all. For who runs commands.
 */
public final class KeyWrites {
  private final KeyStore keys;
  private boolean looked;
  private @Nullable String failure;

  public KeyWrites(KeyStore keys) {
    this.keys = keys;
  }

  /** A request begins, which is looked for anew once it changes a key. */
  void requestBegins() {
    looked = false;
  }

  /** Why the request that runs may change no key; null if it may. */
  public @Nullable String failure() {
    if (!looked) {
      looked = true;
      failure = keys.failure();
    }
    return failure;
  }
}
