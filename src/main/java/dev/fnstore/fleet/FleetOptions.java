package dev.fnstore.fleet;

import dev.fnstore.fleet.node.Timeouts;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How a fleet is kept.
 *
 * @param intervalMs between two looks at a target, before jitter
 * @param timeouts of nodes
 * @param environment the variables of the environment
 */
public record FleetOptions(
    LongSupplier intervalMs,
    Timeouts timeouts,
    Function<String, @Nullable String> environment,
    InstantSource clock) {
  private static final Duration CONNECT = Duration.ofMillis(1500);
  private static final Duration ANSWER = Duration.ofSeconds(3);

  /** With the environment of the process. */
  public static FleetOptions of(LongSupplier intervalMs, InstantSource clock) {
    return new FleetOptions(intervalMs, new Timeouts(CONNECT, ANSWER), System::getenv, clock);
  }
}
