package dev.fnstore.engine.lua;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;

/**
 * The hash by which Valkey's Lua places strings in tables, and so the order in which {@code next}
 * visits them: MurmurHash3 of 32 bits, with the length as its seed.
 */
final class StringHash {
  private static final int FIRST = 0xcc9e2d51;
  private static final int SECOND = 0x1b873593;
  private static final int SLOTS = 1024;
  private static final int MOST_BYTES = 64;

  /** Immutable, so that threads may share the cache without a lock. */
  private record Hashed(LuaString string, int hash) {}

  private static final @Nullable Hashed[] CACHE = new Hashed[SLOTS];

  private StringHash() {}

  @SuppressWarnings("ReferenceEquality") // a cache by identity
  static int of(LuaString string) {
    if (string.m_length > MOST_BYTES) {
      return compute(string);
    }
    int slot = string.hashCode() & (SLOTS - 1);
    Hashed cached = CACHE[slot];
    if (cached != null && cached.string == string) {
      return cached.hash;
    }
    int hash = compute(string);
    CACHE[slot] = new Hashed(string, hash);
    return hash;
  }

  private static int compute(LuaString string) {
    byte[] bytes = string.m_bytes;
    int at = string.m_offset;
    int length = string.m_length;
    int hash = length;
    for (int blocks = length / 4; blocks > 0; blocks--, at += 4) {
      int block =
          (bytes[at] & 0xff)
              | (bytes[at + 1] & 0xff) << 8
              | (bytes[at + 2] & 0xff) << 16
              | bytes[at + 3] << 24;
      hash ^= scramble(block);
      hash = Integer.rotateLeft(hash, 13) * 5 + 0xe6546b64;
    }
    int rest = 0;
    for (int i = (length & 3) - 1; i >= 0; i--) {
      rest = rest << 8 | (bytes[at + i] & 0xff);
    }
    hash ^= scramble(rest) ^ length;
    hash = (hash ^ hash >>> 16) * 0x85ebca6b;
    hash = (hash ^ hash >>> 13) * 0xc2b2ae35;
    return hash ^ hash >>> 16;
  }

  private static int scramble(int block) {
    return Integer.rotateLeft(block * FIRST, 15) * SECOND;
  }
}
