package dev.fnstore.load;

import com.sun.management.UnixOperatingSystemMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** What a server's process holds, seen from outside: through /proc and JMX. */
final class ServerFigures implements AutoCloseable {
  private final long pid;
  private final JMXConnector connector;
  private final MBeanServerConnection beans;

  /**
   * What it holds at one time.
   *
   * @param heapBytes in use; only after a collection it is what is alive
   * @param directBytes of buffers outside the heap
   * @param threads their names, without those that serve JMX and the JVM itself
   */
  record Figures(
      long rssBytes, long heapBytes, long directBytes, int descriptors, Set<String> threads) {}

  private ServerFigures(long pid, JMXConnector connector) throws IOException {
    this.pid = pid;
    this.connector = connector;
    this.beans = connector.getMBeanServerConnection();
  }

  /** Attaches to a JVM of the same user. */
  @SuppressWarnings("BanJNDI") // the address is of a process that the test has started
  static ServerFigures of(long pid) {
    try {
      VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
      try {
        String address = machine.startLocalManagementAgent();
        return new ServerFigures(pid, JMXConnectorFactory.connect(new JMXServiceURL(address)));
      } finally {
        machine.detach();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (AttachNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * What it holds now.
   *
   * @param collect whether to have garbage collected first
   */
  Figures now(boolean collect) {
    try {
      MemoryMXBean memory = ManagementFactory.getPlatformMXBean(beans, MemoryMXBean.class);
      if (collect) {
        memory.gc();
      }
      return new Figures(
          rssBytes(),
          memory.getHeapMemoryUsage().getUsed(),
          directBytes(),
          descriptors(),
          threads());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long rssBytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
      }
    }
    throw new IOException("no VmRSS of " + pid);
  }

  private long directBytes() throws IOException {
    return ManagementFactory.getPlatformMXBeans(beans, BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  private int descriptors() throws IOException {
    return Math.toIntExact(
        ManagementFactory.getPlatformMXBean(beans, UnixOperatingSystemMXBean.class)
            .getOpenFileDescriptorCount());
  }

  private Set<String> threads() throws IOException {
    ThreadMXBean threads = ManagementFactory.getPlatformMXBean(beans, ThreadMXBean.class);
    Set<String> names = new TreeSet<>();
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null && !isOfJmx(thread.getThreadName())) {
        names.add(thread.getThreadName() + "#" + thread.getThreadId());
      }
    }
    return names;
  }

  private static boolean isOfJmx(String name) {
    return name.startsWith("RMI ") || name.startsWith("JMX ") || name.startsWith("Attach ");
  }

  @Override
  public void close() {
    try {
      connector.close();
    } catch (IOException e) {
      // The server has ended before.
    }
  }
}
