package dev.fnstore.server.dispatch;

import dev.fnstore.keyspace.EvictionPolicy;
import dev.fnstore.keyspace.Keyspace;
import dev.fnstore.server.config.ServerConfig;

/**
 * {@code maxmemory}. With {@code noeviction} what counts is what the server's data takes of the
 * heap. With any other policy it is what keys take, reckoned from their sizes: what is dropped must
 * count at once, and not when the JVM next collects it. For who runs commands.
 */
public final class MemoryLimit {
  private final ServerConfig config;
  private final MemoryGauge gauge;
  private final Keyspace keyspace;

  public MemoryLimit(ServerConfig config, MemoryGauge gauge, Keyspace keyspace) {
    this.config = config;
    this.gauge = gauge;
    this.keyspace = keyspace;
  }

  /**
   * Between two commands: whether more memory is used than maxmemory allows, or than the process
   * can have, after as many keys have gone as may.
   */
  boolean isExceeded(long nowMs) {
    long most = config.maxMemoryBytes();
    boolean isOver = evicts() ? !makesRoom(most) : most > 0 && gauge.isOver(most);
    return isOver || gauge.isHeapNearlyFull(nowMs);
  }

  /** Between two commands: has keys go where maxmemory has become less. */
  public void makeRoom() {
    if (evicts()) {
      var unused = makesRoom(config.maxMemoryBytes());
    }
  }

  private boolean evicts() {
    boolean evicts =
        config.maxMemoryBytes() > 0 && config.evictionPolicy() != EvictionPolicy.NOEVICTION;
    keyspace.weighs(evicts);
    return evicts;
  }

  /** Whether all keys take no more than {@code most}, after as many have gone as may. */
  private boolean makesRoom(long most) {
    while (keyspace.weight() > most) {
      if (!keyspace.evict(config.evictionPolicy(), config.evictionSamples())) {
        return false;
      }
    }
    return true;
  }
}
