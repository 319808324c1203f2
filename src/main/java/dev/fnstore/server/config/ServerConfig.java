package dev.fnstore.server.config;

import dev.fnstore.acl.PasswordHash;
import dev.fnstore.bytes.Bytes;
import dev.fnstore.keyspace.EvictionPolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * All parameters of a server, with Valkey's names where Valkey has them. What clients and tests of
 * Valkey set although it has no meaning here ({@code save}, {@code appendonly}) is kept and
 * answered as it was set.
 */
public final class ServerConfig {
  private static final String REQUIREPASS = "requirepass";

  private static final Map<String, String> ALIASES =
      Map.of(
          "lua-time-limit", "busy-reply-threshold",
          "appendfsync", "data-fsync",
          "slave-read-only", "replica-read-only",
          "hash-max-ziplist-entries", "hash-max-listpack-entries",
          "hash-max-ziplist-value", "hash-max-listpack-value",
          "zset-max-ziplist-entries", "zset-max-listpack-entries",
          "zset-max-ziplist-value", "zset-max-listpack-value",
          "list-max-ziplist-size", "list-max-listpack-size",
          "commandlog-execution-slower-than", "slowlog-log-slower-than",
          "commandlog-slow-execution-max-len", "slowlog-max-len");

  private final ParameterSet parameters = new ParameterSet(ALIASES);

  private final Parameter<Long> busyReplyThreshold =
      add("busy-reply-threshold", Parameter.number(0, Long.MAX_VALUE), 5000L);
  private final Parameter<Long> scriptTimeLimit =
      add("script-time-limit", Parameter.number(0, Long.MAX_VALUE), 0L);
  private final Parameter<Long> scriptMemoryReserve =
      add(
          "script-memory-reserve",
          Parameter.memory(0, Long.MAX_VALUE),
          defaultReserve(Runtime.getRuntime().maxMemory()));
  private final Parameter<Long> maxMemory =
      add("maxmemory", Parameter.memory(0, Long.MAX_VALUE), 0L);
  private final Parameter<EvictionPolicy> evictionPolicy =
      add("maxmemory-policy", new Formats.Eviction(), EvictionPolicy.NOEVICTION);
  private final Parameter<Long> evictionSamples =
      add("maxmemory-samples", Parameter.number(1, 64), 5L);
  private final Parameter<Long> dumpRdbVersion =
      add("dump-rdb-version", new Formats.RdbVersion(), 10L);
  private final Parameter<Long> targetInterval =
      add("target-interval", Parameter.number(100, 3_600_000), 2000L);

  private final Parameter<Long> minFreeDisk =
      add("min-free-disk", Parameter.memory(0, Long.MAX_VALUE), 64L << 20);
  private final Parameter<String> dataPlace =
      addImmutable("data", Parameter.oneOf(List.of("disk", "memory")), "disk");
  private final Parameter<String> dataFsync =
      add("data-fsync", Parameter.oneOf(List.of("always", "everysec", "no")), "everysec");
  private final Parameter<Long> maxClients =
      add("maxclients", Parameter.number(1, 1_000_000), 10_000L);
  private final Parameter<Long> maxWordBytes =
      add("proto-max-bulk-len", Parameter.memory(1 << 20, 512L << 20), 512L << 20);
  private final Parameter<Long> maxRequestBytes =
      add("client-query-buffer-limit", Parameter.memory(1 << 20, Long.MAX_VALUE), 1L << 30);
  private final Parameter<Long> maxOutputBytes =
      add("client-output-limit", Parameter.memory(1 << 20, Long.MAX_VALUE), 1L << 30);
  private final Parameter<Long> maxClientMemory =
      add(
          "maxmemory-clients",
          Parameter.memory(0, Long.MAX_VALUE),
          Runtime.getRuntime().maxMemory() / 4);
  private final Parameter<Long> tcpKeepAlive =
      add("tcp-keepalive", Parameter.number(0, Integer.MAX_VALUE), 300L);
  private final Parameter<String> enableDebugCommand =
      addImmutable("enable-debug-command", Parameter.oneOf(List.of("no", "local", "yes")), "no");
  private final Parameter<Long> databases =
      addImmutable("databases", Parameter.number(1, 10_000), 16L);
  private final Parameter<Long> port = addImmutable("port", Parameter.number(0, 65535), 7379L);
  private final Parameter<String> bind = addImmutable("bind", Parameter.anyText(), "127.0.0.1");
  private final Parameter<String> dir = addImmutable("dir", Parameter.anyText(), "data/store");

  private final Parameter<Boolean> protectedMode = add("protected-mode", Parameter.yesOrNo(), true);
  private final Parameter<KeyEventGroups> keyEvents =
      add("notify-keyspace-events", new KeyEventGroups.Format(), KeyEventGroups.NONE);
  private final DataParameters data = new DataParameters(this::add);
  private final TlsParameters tls = new TlsParameters(this::addImmutable);
  private final Parameter<Optional<PasswordHash>> requiredPassword =
      add(REQUIREPASS, new Formats.Password(), Optional.empty());
  private final Parameter<String> aclFile = addImmutable("aclfile", Parameter.anyText(), "");
  private final Parameter<Long> aclLogLength =
      add("acllog-max-len", Parameter.number(0, Long.MAX_VALUE), 128L);
  private final Parameter<String> aclPubSubDefault =
      add(
          "acl-pubsub-default",
          Parameter.oneOf(List.of("allchannels", "resetchannels")),
          "resetchannels");

  private final Parameter<Long> slowMicros =
      add("slowlog-log-slower-than", Parameter.number(-1, Long.MAX_VALUE), 10_000L);
  private final Parameter<Long> slowLogLength =
      add("slowlog-max-len", Parameter.number(0, Long.MAX_VALUE), 128L);
  private final Parameter<Long> largeRequestBytes =
      add("commandlog-request-larger-than", Parameter.number(-1, Long.MAX_VALUE), 1L << 20);
  private final Parameter<Long> largeRequestLogLength =
      add("commandlog-large-request-max-len", Parameter.number(0, Long.MAX_VALUE), 128L);
  private final Parameter<Long> largeReplyBytes =
      add("commandlog-reply-larger-than", Parameter.number(-1, Long.MAX_VALUE), 1L << 20);
  private final Parameter<Long> largeReplyLogLength =
      add("commandlog-large-reply-max-len", Parameter.number(0, Long.MAX_VALUE), 128L);
  private final Parameter<Long> maxTrackedKeys =
      add("tracking-table-max-keys", Parameter.number(0, Long.MAX_VALUE), 1_000_000L);
  private final Parameter<Long> latencyMonitorThreshold =
      add("latency-monitor-threshold", Parameter.number(0, Long.MAX_VALUE), 0L);
  private final Parameter<Boolean> latencyTracking =
      add("latency-tracking", Parameter.yesOrNo(), true);
  private final Parameter<List<Double>> latencyPercentiles =
      add(
          "latency-tracking-info-percentiles",
          new Formats.Percentiles(),
          List.of(50.0, 99.0, 99.9));

  public ServerConfig() {
    add("save", new Formats.SavePoints(), "");
    add("appendonly", Parameter.yesOrNo(), false);
    add("lazyfree-lazy-user-flush", Parameter.yesOrNo(), true);
    add("replica-read-only", Parameter.yesOrNo(), true);
    add("replica-serve-stale-data", Parameter.yesOrNo(), true);
    add("min-replicas-to-write", Parameter.number(0, 0), 0L);
    add("timeout", Parameter.number(0, 0), 0L);
    addImmutable("cluster-enabled", Parameter.yesOrNo(), false);
    addImmutable("enable-module-command", Parameter.oneOf(List.of("no")), "no");
  }

  /** An eighth of the heap, at least 16 MB, if that is not too much of it. */
  private static long defaultReserve(long heapBytes) {
    return Math.max(heapBytes / 8, Math.min(16L << 20, heapBytes / 4));
  }

  private <T> Parameter<T> add(String name, Parameter.Format<T> format, T value) {
    return parameters.add(new Parameter<>(name, format, value, false));
  }

  private <T> Parameter<T> addImmutable(String name, Parameter.Format<T> format, T value) {
    return parameters.add(new Parameter<>(name, format, value, true));
  }

  /** After this many ms of a script others are answered BUSY; 0: never. */
  public long busyReplyThresholdMs() {
    return busyReplyThreshold.get();
  }

  /** After this many ms a script that has not written is ended; 0: never. */
  public long scriptTimeLimitMs() {
    return scriptTimeLimit.get();
  }

  /** How many bytes of the heap scripts leave free; 0: none. */
  public long scriptMemoryReserveBytes() {
    return scriptMemoryReserve.get();
  }

  /** In bytes; 0: no limit. */
  public long maxMemoryBytes() {
    return maxMemory.get();
  }

  /** Which keys go past that limit. */
  public EvictionPolicy evictionPolicy() {
    return evictionPolicy.get();
  }

  /** The same as CONFIG GET has it. */
  public String evictionPolicyText() {
    return evictionPolicy.text();
  }

  /** Of how many keys one is chosen to go. */
  public int evictionSamples() {
    return evictionSamples.get().intValue();
  }

  /** Keys that clients who track may have read; 0: no limit. */
  public long maxTrackedKeys() {
    return maxTrackedKeys.get();
  }

  /** Of the payloads that DUMP writes. */
  public int dumpRdbVersion() {
    return dumpRdbVersion.get().intValue();
  }

  /** How long, in ms, between two looks at a target. */
  public long targetIntervalMs() {
    return targetInterval.get();
  }

  /** Below this many free bytes on the disk changes are refused. */
  public long minFreeDiskBytes() {
    return minFreeDisk.get();
  }

  /** Whether keys are kept on disk. */
  public boolean isDataOnDisk() {
    return dataPlace.get().equals("disk");
  }

  /** {@code always}, {@code everysec} or {@code no}. */
  public String dataFsync() {
    return dataFsync.get();
  }

  public long maxClients() {
    return maxClients.get();
  }

  /** Of one word of a request. */
  public long maxWordBytes() {
    return maxWordBytes.get();
  }

  /** Of all words of one request. */
  public long maxRequestBytes() {
    return maxRequestBytes.get();
  }

  /** After how long without a byte a client is asked whether it is still there; 0 for never. */
  public int tcpKeepAliveSeconds() {
    return Math.toIntExact(tcpKeepAlive.get());
  }

  /** What may wait to be sent to one client before it is cut off. */
  public long maxOutputBytes() {
    return maxOutputBytes.get();
  }

  /** What all clients' requests and replies may take together, in bytes; 0: no limit. */
  public long maxClientMemoryBytes() {
    return maxClientMemory.get();
  }

  /** {@code no}, {@code local} or {@code yes}. */
  public String enableDebugCommand() {
    return enableDebugCommand.get();
  }

  public int databases() {
    return databases.get().intValue();
  }

  public int port() {
    return port.get().intValue();
  }

  /** The server has found its port, where it was to choose one. */
  public void listensOn(int actualPort) {
    port.take((long) actualPort);
  }

  public String bind() {
    return bind.get();
  }

  public String dir() {
    return dir.get();
  }

  /** Whether clients from elsewhere are refused while the default user needs no password. */
  public boolean isProtected() {
    return protectedMode.get();
  }

  /** Which events of keys subscribers are told of. */
  public KeyEventGroups keyEvents() {
    return keyEvents.get();
  }

  /** Those of how values are kept. */
  public DataParameters data() {
    return data;
  }

  /** Those of the port where clients speak TLS. */
  public TlsParameters tls() {
    return tls;
  }

  /** The default user's password, if it was given as a parameter. */
  public Optional<PasswordHash> requiredPassword() {
    return requiredPassword.get();
  }

  /** Who minds if {@link #requiredPassword} becomes another one. */
  public void onRequiredPassword(Consumer<Optional<PasswordHash>> listener) {
    requiredPassword.onChange(listener);
  }

  /** The file that users are kept in; empty if there is none. */
  public String aclFile() {
    return aclFile.get();
  }

  public long aclLogLength() {
    return aclLogLength.get();
  }

  /** Whether new users and selectors may use all channels. */
  public boolean newUsersHaveAllChannels() {
    return aclPubSubDefault.get().equals("allchannels");
  }

  /** Whether a parameter's value is for nobody to see. */
  public static boolean isSecret(Bytes name) {
    return name.equalsIgnoreCase(REQUIREPASS);
  }

  /** A command that takes as many µs is logged as slow; negative: none is. */
  public long slowMicros() {
    return slowMicros.get();
  }

  public long slowLogLength() {
    return slowLogLength.get();
  }

  /** A request of as many bytes is logged; negative: none is. */
  public long largeRequestBytes() {
    return largeRequestBytes.get();
  }

  public long largeRequestLogLength() {
    return largeRequestLogLength.get();
  }

  /** A reply of as many bytes is logged; negative: none is. */
  public long largeReplyBytes() {
    return largeReplyBytes.get();
  }

  public long largeReplyLogLength() {
    return largeReplyLogLength.get();
  }

  /** What takes as many ms is a latency event; 0: nothing is. */
  public long latencyMonitorThresholdMs() {
    return latencyMonitorThreshold.get();
  }

  /** Whether the distribution of each command's latency is recorded. */
  public boolean isLatencyTracked() {
    return latencyTracking.get();
  }

  /** Of INFO latencystats, in percent. */
  public List<Double> latencyPercentiles() {
    return latencyPercentiles.get();
  }

  /**
   * Names and values of the parameters whose name, or alias, matches a pattern, in the order of the
   * patterns; each once. One that is asked for by its name is told under the name as it was spelt.
   */
  public Map<String, String> matching(List<Bytes> patterns) {
    return parameters.matching(patterns);
  }

  /**
   * Sets some parameters, all or none.
   *
   * @param words name, value, name, value …
   * @throws InvalidValueException with the text of CONFIG SET's error after its code
   */
  public void set(List<Bytes> words) throws InvalidValueException {
    parameters.set(words);
  }

  /**
   * Gives a parameter its value before the server starts, also one that cannot change later.
   *
   * @throws InvalidValueException naming the parameter
   */
  public void preset(String name, String value) throws InvalidValueException {
    // A password is bytes, as clients send them; all else is text.
    boolean isBytes = name.equalsIgnoreCase(REQUIREPASS);
    parameters.preset(name, isBytes ? Bytes.of(value).toLatin1() : value);
  }
}
