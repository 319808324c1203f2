package dev.fnstore.model;

import dev.fnstore.bytes.Bytes;
import java.util.Optional;

/** What a function declares of itself, in the order in which FUNCTION LIST names the flags. */
public enum FunctionFlag {
  NO_WRITES("no-writes"),
  ALLOW_OOM("allow-oom"),
  ALLOW_STALE("allow-stale"),
  NO_CLUSTER("no-cluster"),
  ALLOW_CROSS_SLOT_KEYS("allow-cross-slot-keys");

  private final String text;

  FunctionFlag(String text) {
    this.text = text;
  }

  /** As Valkey spells it. */
  public String text() {
    return text;
  }

  /** The flag that {@code text} names; ASCII letters of either case are the same. */
  public static Optional<FunctionFlag> named(Bytes text) {
    for (FunctionFlag flag : values()) {
      if (text.equalsIgnoreCase(flag.text)) {
        return Optional.of(flag);
      }
    }
    return Optional.empty();
  }
}
