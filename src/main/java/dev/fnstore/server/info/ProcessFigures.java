package dev.fnstore.server.info;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** What the operating system tells of this process; empty where it does not. */
final class ProcessFigures {
  private static final Path STAT = Path.of("/proc/self/stat");
  private static final Path STATUS = Path.of("/proc/self/status");

  /** Linux shows times in hundredths of a second on every architecture, see proc(5) USER_HZ. */
  private static final double TICKS_PER_SECOND = 100;

  private static final int USER_TICKS = 11;

  private ProcessFigures() {}

  /** Times in seconds, of the process and of its children that have ended. */
  record Cpu(double user, double system, double childrenUser, double childrenSystem) {}

  static Optional<Cpu> cpuSeconds() {
    try {
      String stat = Files.readString(STAT, StandardCharsets.ISO_8859_1);
      // The name of the process, in parentheses, may hold blanks and parentheses of its own.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return Optional.of(
          new Cpu(
              seconds(fields[USER_TICKS]),
              seconds(fields[USER_TICKS + 1]),
              seconds(fields[USER_TICKS + 2]),
              seconds(fields[USER_TICKS + 3])));
    } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private static double seconds(String ticks) {
    return Long.parseLong(ticks) / TICKS_PER_SECOND;
  }

  /** What of the process is in memory. */
  static OptionalLong residentBytes() {
    try {
      return Files.readString(STATUS, StandardCharsets.ISO_8859_1)
          .lines()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
          .findFirst();
    } catch (IOException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** What the machine, or the container, has. */
  static OptionalLong systemBytes() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? OptionalLong.of(system.getTotalMemorySize())
        : OptionalLong.empty();
  }
}
