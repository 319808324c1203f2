package dev.fnstore.testing;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits until something is so, by looking again and again, for up to 60 seconds. */
public final class Polling {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private Polling() {}

  /**
   * Waits until {@code condition} holds. An {@link UncheckedIOException} of it means: not yet.
   *
   * @param what said if it never does
   * @throws AssertionError if it does not hold in time
   */
  public static void until(String what, BooleanSupplier condition) {
    untilNothingIsMissing(
        () -> condition.getAsBoolean() ? Optional.empty() : Optional.of("not so yet: " + what));
  }

  /**
   * Waits until {@code missing} is empty. An {@link UncheckedIOException} of it means: not yet.
   *
   * @param missing what is not as it should be; the last answer is said if it never is
   * @throws AssertionError if something is still missing in the end
   */
  static void untilNothingIsMissing(Supplier<Optional<String>> missing) {
    long begin = System.nanoTime();
    for (Optional<String> last = look(missing); last.isPresent(); last = look(missing)) {
      if (System.nanoTime() - begin > LIMIT.toNanos()) {
        throw new AssertionError("after " + LIMIT.toSeconds() + " s: " + last.get());
      }
      pause();
    }
  }

  private static Optional<String> look(Supplier<Optional<String>> missing) {
    try {
      return missing.get();
    } catch (UncheckedIOException e) {
      return Optional.of(e.toString());
    }
  }

  /** A moment between two looks. */
  static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
