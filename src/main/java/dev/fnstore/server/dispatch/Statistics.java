package dev.fnstore.server.dispatch;

import dev.fnstore.bytes.Bytes;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What has happened since the start, or since CONFIG RESETSTAT; for any thread. */
public final class Statistics {
  /** Beyond so many codes, further ones are counted together, as Valkey does. */
  private static final int MAX_ERROR_CODES = 128;

  private static final String OVERFLOW = "ERRORSTATS_OVERFLOW";

  /** Of one command. */
  public static final class OfCommand {
    private final LongAdder calls = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder failed = new LongAdder();

    public long calls() {
      return calls.sum();
    }

    public long micros() {
      return nanos.sum() / 1000;
    }

    public long rejected() {
      return rejected.sum();
    }

    public long failed() {
      return failed.sum();
    }

    boolean isUsed() {
      return calls() + rejected() > 0;
    }
  }

  private final Map<String, OfCommand> commands = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> errors = new ConcurrentHashMap<>();
  private final LongAdder errorReplies = new LongAdder();
  private final LongAdder processed = new LongAdder();
  private final LongAdder connections = new LongAdder();
  private final LongAdder refusedConnections = new LongAdder();
  private final AtomicInteger connected = new AtomicInteger();

  private OfCommand of(String command) {
    OfCommand known = commands.get(command);
    return known != null ? known : commands.computeIfAbsent(command, name -> new OfCommand());
  }

  /** A command ran. */
  public void ran(String command, long nanos, boolean failed) {
    OfCommand of = of(command);
    of.calls.increment();
    of.nanos.add(nanos);
    if (failed) {
      of.failed.increment();
    }
    processed.increment();
  }

  /** A command was refused before it ran. */
  public void rejected(String command) {
    of(command).rejected.increment();
  }

  /** An error reply was made; its first word counts. */
  public void error(Bytes line) {
    errorReplies.increment();
    int blank = line.indexOf((byte) ' ', 0);
    String code = (blank < 0 ? line : line.slice(0, blank)).toLatin1();
    if (!errors.containsKey(code) && errors.size() >= MAX_ERROR_CODES) {
      code = OVERFLOW;
    }
    errors.computeIfAbsent(code, word -> new LongAdder()).increment();
  }

  public void connectionOpened() {
    connections.increment();
    connected.incrementAndGet();
  }

  public void connectionClosed() {
    connected.decrementAndGet();
  }

  public void connectionRefused() {
    refusedConnections.increment();
  }

  public int connectedClients() {
    return connected.get();
  }

  public long connectionsReceived() {
    return connections.sum();
  }

  public long connectionsRefused() {
    return refusedConnections.sum();
  }

  public long commandsProcessed() {
    return processed.sum();
  }

  public long errorReplies() {
    return errorReplies.sum();
  }

  /** Of those that were called, by name. */
  public Map<String, OfCommand> commands() {
    Map<String, OfCommand> used = new TreeMap<>(commands);
    used.values().removeIf(of -> !of.isUsed());
    return used;
  }

  /** Counts by error code. */
  public Map<String, Long> errors() {
    Map<String, Long> counts = new TreeMap<>();
    errors.forEach((code, count) -> counts.put(code, count.sum()));
    return counts;
  }

  /** CONFIG RESETSTAT. */
  public void reset() {
    commands.clear();
    errors.clear();
    errorReplies.reset();
    processed.reset();
    connections.reset();
    refusedConnections.reset();
  }
}
