package dev.fnstore.server.dispatch;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandFlag;
import dev.fnstore.server.config.ServerConfig;
import dev.fnstore.server.metrics.CommandCounters;
import dev.fnstore.server.metrics.CommandLog;
import dev.fnstore.server.metrics.Counter;
import dev.fnstore.server.metrics.LatencyMonitor;
import dev.fnstore.server.metrics.Rate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What has happened since the start, or since CONFIG RESETSTAT. Read by any thread.
 *
 * <p>What is counted for every command is written by the thread that runs commands, without a look
 * up, an atomic or an object, see {@link Counter}; what sockets do is counted in atomics.
 */
public final class Statistics {
  /** Beyond so many codes, further ones are counted together, as Valkey does. */
  private static final int MAX_ERROR_CODES = 128;

  private static final long LINE_END_BYTES = 2;
  private static final String OVERFLOW = "ERRORSTATS_OVERFLOW";

  private final ServerConfig config;
  private final CommandLog slow;
  private final CommandLog largeRequests;
  private final CommandLog largeReplies;
  private final LatencyMonitor latency;
  private final Map<String, CommandCounters> commands = new TreeMap<>();
  private final Map<String, AtomicLong> errors = new ConcurrentHashMap<>();
  private final Counter processed = new Counter();
  private final AtomicLong errorReplies = new AtomicLong();
  private final AtomicLong unexpectedErrors = new AtomicLong();
  private final AtomicLong connections = new AtomicLong();
  private final AtomicLong refusedConnections = new AtomicLong();
  private final AtomicInteger connected = new AtomicInteger();
  private final AtomicLong receivedBytes = new AtomicLong();
  private final AtomicLong sentBytes = new AtomicLong();
  private final AtomicLong reads = new AtomicLong();
  private final AtomicLong writes = new AtomicLong();
  private final AtomicLong evictedClients = new AtomicLong();
  private final AtomicLong outputCutOffs = new AtomicLong();
  private final AtomicLong queryCutOffs = new AtomicLong();
  private final Rate commandRate = new Rate();
  private final Rate receivedRate = new Rate();
  private final Rate sentRate = new Rate();

  public Statistics(ServerConfig config) {
    this.config = config;
    this.slow = new CommandLog(config::slowMicros, config::slowLogLength);
    this.largeRequests = new CommandLog(config::largeRequestBytes, config::largeRequestLogLength);
    this.largeReplies = new CommandLog(config::largeReplyBytes, config::largeReplyLogLength);
    this.latency = new LatencyMonitor(config::latencyMonitorThresholdMs);
  }

  /** The counters of a command, made when it is put into the table. */
  CommandCounters register(String command) {
    return commands.computeIfAbsent(command, name -> new CommandCounters());
  }

  /**
   * A command ran.
   *
   * @param elsewhere not on the thread that runs commands
   */
  void ran(Command command, Call call, long nanos, boolean failed, boolean elsewhere) {
    CommandCounters counters = command.counters();
    counters.ran(nanos, failed, elsewhere);
    processed.add(1, elsewhere);
    if (isLatencyTracked()) {
      counters.latencies().record(nanos, elsewhere);
    }
    if (latency.isOn()) {
      boolean fast = call.spec().has(CommandFlag.FAST);
      latency.took(fast ? "fast-command" : "command", nanos, call.nowMs());
    }
    if (slow.takes(nanos / 1000)) {
      log(slow, nanos / 1000, call);
    }
  }

  /** A client's request ran; Valkey does not count those of a transaction. */
  void requested(Call call) {
    if (largeRequests.isOn()) {
      long bytes = requestBytes(call.words());
      if (largeRequests.takes(bytes)) {
        log(largeRequests, bytes, call);
      }
    }
  }

  private static void log(CommandLog log, long value, Call call) {
    if (!call.spec().has(CommandFlag.SKIP_COMMANDLOG)) {
      Client client = call.client();
      log.add(
          value,
          call.nowMs(),
          Redaction.of(call.spec(), call.words()),
          client.address(),
          client.name());
    }
  }

  /** As many as a client's library sends for these words. */
  private static long requestBytes(List<Bytes> words) {
    long bytes = headerBytes(words.size());
    for (Bytes word : words) {
      bytes += headerBytes(word.length()) + word.length() + LINE_END_BYTES;
    }
    return bytes;
  }

  /** Of {@code *3} or {@code $3} with its line end. */
  private static long headerBytes(int number) {
    long bytes = 2 + LINE_END_BYTES;
    for (int rest = number; rest >= 10; rest /= 10) {
      bytes++;
    }
    return bytes;
  }

  /** Whether times go into distributions, which take memory. */
  public boolean isLatencyTracked() {
    return config.isLatencyTracked();
  }

  /** A command was refused before it ran; for the thread that runs commands. */
  public void rejected(Command command) {
    command.counters().refused(false);
  }

  /** As {@link Dispatcher#replied}, of a command that was found. */
  void replied(Call call, long bytes) {
    log(largeReplies, bytes, call);
  }

  /** An error reply was made; its first word counts. */
  public void error(Bytes line) {
    errorReplies.incrementAndGet();
    int blank = line.indexOf((byte) ' ', 0);
    String code = (blank < 0 ? line : line.slice(0, blank)).toLatin1();
    if (!errors.containsKey(code) && errors.size() >= MAX_ERROR_CODES) {
      code = OVERFLOW;
    }
    errors.computeIfAbsent(code, word -> new AtomicLong()).incrementAndGet();
  }

  /** A command failed for a reason that is no fault of its caller. */
  void unexpectedError() {
    unexpectedErrors.incrementAndGet();
  }

  public void connectionOpened() {
    connections.incrementAndGet();
    connected.incrementAndGet();
  }

  public void connectionClosed() {
    connected.decrementAndGet();
  }

  public void connectionRefused() {
    refusedConnections.incrementAndGet();
  }

  /** One read from a socket gave this many bytes. */
  public void received(long bytes) {
    receivedBytes.addAndGet(bytes);
    reads.incrementAndGet();
  }

  /** One write to a socket took this many bytes. */
  public void sent(long bytes) {
    sentBytes.addAndGet(bytes);
    writes.incrementAndGet();
  }

  /** A client was cut off since all together held more than {@code maxmemory-clients}. */
  public void clientEvicted() {
    evictedClients.incrementAndGet();
  }

  /** A client was cut off since it did not read what it was answered. */
  public void outputLimitReached() {
    outputCutOffs.incrementAndGet();
  }

  /** A client was cut off since its request was too large. */
  public void queryLimitReached() {
    queryCutOffs.incrementAndGet();
  }

  /**
   * To be called about every 100 ms by one thread, for the figures that are called instantaneous.
   */
  public void look(long nowNanos) {
    commandRate.look(nowNanos, processed.sum());
    receivedRate.look(nowNanos, receivedBytes.get());
    sentRate.look(nowNanos, sentBytes.get());
  }

  public int connectedClients() {
    return connected.get();
  }

  public long connectionsReceived() {
    return connections.get();
  }

  public long connectionsRefused() {
    return refusedConnections.get();
  }

  public long commandsProcessed() {
    return processed.sum();
  }

  public long commandsPerSecond() {
    return Math.round(commandRate.perSecond());
  }

  public long receivedBytes() {
    return receivedBytes.get();
  }

  public double receivedBytesPerSecond() {
    return receivedRate.perSecond();
  }

  public long sentBytes() {
    return sentBytes.get();
  }

  public double sentBytesPerSecond() {
    return sentRate.perSecond();
  }

  public long reads() {
    return reads.get();
  }

  public long writes() {
    return writes.get();
  }

  public long evictedClients() {
    return evictedClients.get();
  }

  public long outputCutOffs() {
    return outputCutOffs.get();
  }

  public long queryCutOffs() {
    return queryCutOffs.get();
  }

  public long errorReplies() {
    return errorReplies.get();
  }

  public long unexpectedErrors() {
    return unexpectedErrors.get();
  }

  public CommandLog slowLog() {
    return slow;
  }

  public CommandLog largeRequestLog() {
    return largeRequests;
  }

  public CommandLog largeReplyLog() {
    return largeReplies;
  }

  public LatencyMonitor latency() {
    return latency;
  }

  /** Of those that were called, by name. */
  public Map<String, CommandCounters> commands() {
    Map<String, CommandCounters> used = new TreeMap<>(commands);
    used.values().removeIf(of -> !of.isUsed());
    return used;
  }

  /** Counts by error code. */
  public Map<String, Long> errors() {
    Map<String, Long> counts = new TreeMap<>();
    errors.forEach((code, count) -> counts.put(code, count.get()));
    return counts;
  }

  /** CONFIG RESETSTAT; for the thread that runs commands. */
  public void reset() {
    commands.values().forEach(CommandCounters::reset);
    errors.clear();
    processed.reset();
    for (AtomicLong sum :
        List.of(
            errorReplies,
            unexpectedErrors,
            connections,
            refusedConnections,
            receivedBytes,
            sentBytes,
            reads,
            writes,
            evictedClients,
            outputCutOffs,
            queryCutOffs)) {
      sum.set(0);
    }
  }
}
