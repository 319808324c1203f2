package dev.fnstore.load;

/**
 * How much load, and for how long.
 *
 * @param idle connections that say nothing
 * @param busy connections that work
 * @param vanishing how many come and vanish at any time
 * @param seconds how long the load lasts
 * @param longestThinkMs up to how long a busy client waits between its bursts
 * @param longestLoop steps of the longest functions
 * @param busyThresholdMs after which a script is busy; 0 leaves the server's own, which no script
 *     of this load reaches
 * @param measures whether it lasts long enough for what the server holds to be judged
 */
record SoakOptions(
    int idle,
    int busy,
    int vanishing,
    int seconds,
    int longestThinkMs,
    int longestLoop,
    int busyThresholdMs,
    boolean measures,
    long seed) {
  boolean mayBeBusy() {
    return busyThresholdMs > 0;
  }

  /** About how many descriptors each side needs. */
  int descriptors() {
    return idle + busy + vanishing * 150 + 300;
  }
}
