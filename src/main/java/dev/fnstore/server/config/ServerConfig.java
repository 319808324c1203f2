package dev.fnstore.server.config;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Glob;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * All parameters of a server, with Valkey's names where Valkey has them. What clients and tests of
 * Valkey set although it has no meaning here ({@code save}, {@code appendonly}) is kept and
 * answered as it was set.
 */
public final class ServerConfig {
  private final Map<String, Parameter<?>> parameters = new LinkedHashMap<>();

  private final Parameter<Long> busyReplyThreshold =
      add("busy-reply-threshold", Parameter.number(0, Long.MAX_VALUE), 5000L);
  private final Parameter<Long> maxMemory =
      add("maxmemory", Parameter.memory(0, Long.MAX_VALUE), 0L);
  private final Parameter<Long> dumpRdbVersion =
      add("dump-rdb-version", new RdbVersionFormat(), 10L);
  private final Parameter<Long> minFreeDisk =
      add("min-free-disk", Parameter.memory(0, Long.MAX_VALUE), 64L << 20);
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
  private final Parameter<String> enableDebugCommand =
      addImmutable("enable-debug-command", Parameter.oneOf(List.of("no", "local", "yes")), "no");
  private final Parameter<Long> databases =
      addImmutable("databases", Parameter.number(1, 10_000), 16L);
  private final Parameter<Long> port = addImmutable("port", Parameter.number(0, 65535), 7379L);
  private final Parameter<String> bind = addImmutable("bind", Parameter.anyText(), "127.0.0.1");
  private final Parameter<String> dir = addImmutable("dir", Parameter.anyText(), "data/store");

  private final Map<String, String> aliases =
      Map.of("lua-time-limit", "busy-reply-threshold", "slave-read-only", "replica-read-only");

  public ServerConfig() {
    add("save", Parameter.anyText(), "");
    add("appendonly", Parameter.yesOrNo(), false);
    add("appendfsync", Parameter.oneOf(List.of("everysec", "always", "no")), "always");
    add("maxmemory-policy", Parameter.oneOf(List.of("noeviction")), "noeviction");
    add("lazyfree-lazy-user-flush", Parameter.yesOrNo(), true);
    add("replica-read-only", Parameter.yesOrNo(), true);
    add("replica-serve-stale-data", Parameter.yesOrNo(), true);
    add("min-replicas-to-write", Parameter.number(0, 0), 0L);
    add("timeout", Parameter.number(0, 0), 0L);
    add("tcp-keepalive", Parameter.number(0, Integer.MAX_VALUE), 300L);
    addImmutable("cluster-enabled", Parameter.yesOrNo(), false);
  }

  private <T> Parameter<T> add(String name, Parameter.Format<T> format, T value) {
    Parameter<T> parameter = new Parameter<>(name, format, value, false);
    parameters.put(name, parameter);
    return parameter;
  }

  private <T> Parameter<T> addImmutable(String name, Parameter.Format<T> format, T value) {
    Parameter<T> parameter = new Parameter<>(name, format, value, true);
    parameters.put(name, parameter);
    return parameter;
  }

  /** After this many ms of a script others are answered BUSY; 0: never. */
  public long busyReplyThresholdMs() {
    return busyReplyThreshold.get();
  }

  /** In bytes; 0: no limit. */
  public long maxMemoryBytes() {
    return maxMemory.get();
  }

  /** Of the payloads that DUMP writes. */
  public int dumpRdbVersion() {
    return dumpRdbVersion.get().intValue();
  }

  /** Below this many free bytes on the disk changes are refused. */
  public long minFreeDiskBytes() {
    return minFreeDisk.get();
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

  public String bind() {
    return bind.get();
  }

  public String dir() {
    return dir.get();
  }

  /**
   * Names and values of the parameters whose name, or alias, matches a pattern, in the order of the
   * patterns; each once.
   */
  public Map<String, String> matching(List<Bytes> patterns) {
    Map<String, String> found = new LinkedHashMap<>();
    for (Bytes pattern : patterns) {
      Glob glob = Glob.ignoringCase(pattern);
      for (Parameter<?> parameter : parameters.values()) {
        if (glob.matches(Bytes.of(parameter.name()))) {
          found.put(parameter.name(), parameter.text());
        }
      }
      aliases.forEach(
          (alias, name) -> {
            if (glob.matches(Bytes.of(alias))) {
              found.put(alias, named(name).text());
            }
          });
    }
    return found;
  }

  /**
   * Sets some parameters, all or none.
   *
   * @param words name, value, name, value …
   * @throws InvalidValueException with the text of CONFIG SET's error after its code
   */
  public void set(List<Bytes> words) throws InvalidValueException {
    List<Parameter<?>> chosen = new ArrayList<>();
    for (int i = 0; i < words.size(); i += 2) {
      chosen.add(settable(words.get(i), chosen));
    }
    // Checked first, so that a bad value leaves the good ones before it unset too.
    for (int i = 0; i < chosen.size(); i++) {
      apply(chosen.get(i), words.get(2 * i + 1).toLatin1(), false);
    }
    for (int i = 0; i < chosen.size(); i++) {
      apply(chosen.get(i), words.get(2 * i + 1).toLatin1(), true);
    }
  }

  private Parameter<?> settable(Bytes name, List<Parameter<?>> chosen)
      throws InvalidValueException {
    String lower = name.toLowerCase().toLatin1();
    Parameter<?> parameter = parameters.get(aliases.getOrDefault(lower, lower));
    if (parameter == null) {
      throw new InvalidValueException(
          "Unknown option or number of arguments for CONFIG SET - '" + name.toLatin1() + "'");
    } else if (parameter.isImmutable()) {
      throw failed(parameter, "can't set immutable config");
    } else if (chosen.contains(parameter)) {
      throw failed(parameter, "duplicate parameter");
    }
    return parameter;
  }

  private static void apply(Parameter<?> parameter, String value, boolean take)
      throws InvalidValueException {
    try {
      if (take) {
        parameter.set(value);
      } else {
        parameter.check(value);
      }
    } catch (InvalidValueException e) {
      throw failed(parameter, String.valueOf(e.getMessage()));
    }
  }

  private static InvalidValueException failed(Parameter<?> parameter, String reason) {
    return new InvalidValueException(
        "CONFIG SET failed (possibly related to argument '" + parameter.name() + "') - " + reason);
  }

  /**
   * Gives a parameter its value before the server starts, also one that cannot change later.
   *
   * @throws InvalidValueException naming the parameter
   */
  public void preset(String name, String value) throws InvalidValueException {
    String lower = name.toLowerCase(Locale.ROOT);
    Parameter<?> parameter = parameters.get(aliases.getOrDefault(lower, lower));
    if (parameter == null) {
      throw new InvalidValueException("there is no parameter '" + name + "'");
    }
    try {
      parameter.set(value);
    } catch (InvalidValueException e) {
      throw new InvalidValueException(name + ": " + e.getMessage());
    }
  }

  private Parameter<?> named(String name) {
    Parameter<?> parameter = parameters.get(name);
    if (parameter == null) {
      throw new IllegalStateException("no parameter " + name);
    }
    return parameter;
  }

  /** The versions that a payload can be written for. */
  private static final class RdbVersionFormat implements Parameter.Format<Long> {
    private static final List<String> VERSIONS = List.of("10", "11", "12", "80");

    @Override
    public Long parse(String text) throws InvalidValueException {
      if (!VERSIONS.contains(text)) {
        throw new InvalidValueException(
            "argument(s) must be one of the following: " + String.join(", ", VERSIONS));
      }
      return Long.parseLong(text);
    }

    @Override
    public String print(Long value) {
      return Long.toString(value);
    }
  }
}
