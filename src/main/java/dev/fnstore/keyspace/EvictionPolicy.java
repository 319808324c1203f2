package dev.fnstore.keyspace;

/** Which keys go where there is no room for more, as Valkey's {@code maxmemory-policy} has it. */
public enum EvictionPolicy {
  /** None: what would take more memory is refused. */
  NOEVICTION,
  /** What was not used for long. */
  ALLKEYS_LRU,
  /** Any. */
  ALLKEYS_RANDOM,
  /** Of what expires, what was not used for long. */
  VOLATILE_LRU,
  /** Any of what expires. */
  VOLATILE_RANDOM,
  /** What expires next. */
  VOLATILE_TTL;

  boolean takesAll() {
    return this == ALLKEYS_LRU || this == ALLKEYS_RANDOM;
  }

  boolean isByUse() {
    return this == ALLKEYS_LRU || this == VOLATILE_LRU;
  }
}
