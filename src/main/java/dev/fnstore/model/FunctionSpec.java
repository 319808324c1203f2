package dev.fnstore.model;

import dev.fnstore.bytes.Bytes;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A function as its library registered it: name in its own spelling, description (may be absent)
 * and flags, which iterate in the order of {@link FunctionFlag}.
 */
public record FunctionSpec(Bytes name, @Nullable Bytes description, Set<FunctionFlag> flags) {
  public FunctionSpec {
    EnumSet<FunctionFlag> ordered = EnumSet.noneOf(FunctionFlag.class);
    ordered.addAll(flags);
    flags = Collections.unmodifiableSet(ordered);
  }

  public boolean has(FunctionFlag flag) {
    return flags.contains(flag);
  }
}
