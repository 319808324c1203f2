package dev.fnstore.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many clients the process has descriptors for. Some are kept for the log: a log that can open
 * no file any more stops the server, so clients must not be able to take them all.
 */
record DescriptorLimit(long mostDescriptors) {
  private static final Logger LOG = LoggerFactory.getLogger(DescriptorLimit.class);

  /** For the JVM, listening, and the files of the log: about 100 are open at start. */
  private static final long KEPT = 256;

  /** As the system has it; the JVM has raised it to what it may be. */
  static DescriptorLimit ofThisProcess() {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    return new DescriptorLimit(
        system instanceof UnixOperatingSystemMXBean unix
            ? unix.getMaxFileDescriptorCount()
            : Long.MAX_VALUE);
  }

  /** At least one: an operator must be able to come in. */
  long mostClients() {
    return Math.max(1, mostDescriptors - KEPT);
  }

  void warnBelow(long maxClients) {
    if (mostClients() < maxClients) {
      LOG.warn(
          "maxclients is {}, but with {} descriptors {} clients can connect: raise ulimit -n to {}",
          maxClients,
          mostDescriptors,
          mostClients(),
          maxClients + KEPT);
    }
  }
}
