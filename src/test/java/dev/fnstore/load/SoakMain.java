package dev.fnstore.load;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.fnstore.testing.ServerProcess;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The soak as a program; see {@code bench/soak}. Exits with 0 if nothing was found. */
public final class SoakMain {
  /** Four event loops, as on eight cores or more, so that they get in each other's way. */
  private static final String SERVER_OPTIONS =
      "-XX:ActiveProcessorCount=8 -Xms512m -XX:+AlwaysPreTouch";

  private SoakMain() {}

  /**
   * Runs it.
   *
   * @param arguments minutes; default 10
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    double minutes = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 10;
    SoakOptions options =
        new SoakOptions(
            Integer.getInteger("soak.idle", 10_000),
            Integer.getInteger("soak.busy", 1000),
            Integer.getInteger("soak.vanishing", 20),
            (int) (minutes * 60),
            Integer.getInteger("soak.think", 8000),
            Integer.getInteger("soak.loop", 300_000),
            Integer.getInteger("soak.threshold", 0),
            minutes >= 5,
            Long.getLong("soak.seed", System.nanoTime()));
    long limit = mostDescriptors();
    if (limit < options.descriptors()) {
      System.err.printf(
          "soak: %d descriptors are needed, the limit is %d: raise it with ulimit -n%n",
          options.descriptors(), limit);
      System.exit(2);
    }
    Path folder = Files.createTempDirectory("fnstore-soak");
    List<String> found;
    try (ServerProcess server =
        ServerProcess.start(folder.resolve("store"), Map.of("JDK_JAVA_OPTIONS", SERVER_OPTIONS))) {
      found = new Soak(options, server, System.out).run();
    }
    found.forEach(System.out::println);
    System.out.println(found.isEmpty() ? "verdict: all is well" : "verdict: it is not");
    System.exit(found.isEmpty() ? 0 : 1);
  }

  /** How many descriptors this process may have, and those that it starts. */
  static long mostDescriptors() {
    return ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
        .getMaxFileDescriptorCount();
  }
}
