package dev.fnstore.server.config;

/**
 * The parameters of how Valkey keeps values in memory. Those of streams decide here too what goes
 * where a stream is trimmed by whole nodes; the others are kept and answered, and have no effect:
 * values are kept in one way.
 */
public final class DataParameters {
  private final Parameter<Long> streamNodeEntries;
  private final Parameter<Long> streamNodeBytes;

  /** Adds a parameter to those of the server. */
  interface Adder {
    <T> Parameter<T> add(String name, Parameter.Format<T> format, T value);
  }

  DataParameters(Adder parameters) {
    addCount(parameters, "hash-max-listpack-entries", 512);
    addBytes(parameters, "hash-max-listpack-value", 64);
    addCount(parameters, "set-max-intset-entries", 512);
    addCount(parameters, "set-max-listpack-entries", 128);
    addCount(parameters, "set-max-listpack-value", 64);
    addCount(parameters, "zset-max-listpack-entries", 128);
    addBytes(parameters, "zset-max-listpack-value", 64);
    parameters.add(
        "list-max-listpack-size", Parameter.number(Integer.MIN_VALUE, Integer.MAX_VALUE), -2L);
    parameters.add("list-compress-depth", Parameter.number(0, Integer.MAX_VALUE), 0L);
    for (String which : new String[] {"expire", "server-del", "user-del"}) {
      parameters.add("lazyfree-lazy-" + which, Parameter.yesOrNo(), true);
    }
    streamNodeEntries = addCount(parameters, "stream-node-max-entries", 100);
    streamNodeBytes = addBytes(parameters, "stream-node-max-bytes", 4096);
  }

  private static Parameter<Long> addCount(Adder parameters, String name, long value) {
    return parameters.add(name, Parameter.number(0, Long.MAX_VALUE), value);
  }

  private static Parameter<Long> addBytes(Adder parameters, String name, long value) {
    return parameters.add(name, Parameter.memory(0, Long.MAX_VALUE), value);
  }

  /** Of how many entries a node of a stream is; 0: no bound. */
  public long streamNodeEntries() {
    return streamNodeEntries.get();
  }

  /** How large a node of a stream is, as Valkey packs it; 0: no bound. */
  public long streamNodeBytes() {
    return streamNodeBytes.get();
  }
}
