package dev.fnstore.server.config;

import dev.fnstore.keyspace.EncodingLimits;

/**
 * The parameters of how Valkey keeps values in memory. Those of streams decide here too what goes
 * where a stream is trimmed by whole nodes, those of other types what OBJECT ENCODING says; that
 * apart they have no effect.
 */
public final class DataParameters {
  private final EncodingLimits encodings;
  private final Parameter<Long> streamNodeEntries;
  private final Parameter<Long> streamNodeBytes;

  /** Adds a parameter to those of the server. */
  interface Adder {
    <T> Parameter<T> add(String name, Parameter.Format<T> format, T value);
  }

  DataParameters(Adder parameters) {
    Parameter<Long> hashEntries = addCount(parameters, "hash-max-listpack-entries", 512);
    Parameter<Long> hashBytes = addBytes(parameters, "hash-max-listpack-value", 64);
    Parameter<Long> integers = addCount(parameters, "set-max-intset-entries", 512);
    Parameter<Long> setEntries = addCount(parameters, "set-max-listpack-entries", 128);
    Parameter<Long> setBytes = addCount(parameters, "set-max-listpack-value", 64);
    Parameter<Long> sortedSetEntries = addCount(parameters, "zset-max-listpack-entries", 128);
    Parameter<Long> sortedSetBytes = addBytes(parameters, "zset-max-listpack-value", 64);
    Parameter<Long> listSize =
        parameters.add(
            "list-max-listpack-size", Parameter.number(Integer.MIN_VALUE, Integer.MAX_VALUE), -2L);
    encodings =
        new EncodingLimits(
            hashEntries::get,
            hashBytes::get,
            integers::get,
            setEntries::get,
            setBytes::get,
            sortedSetEntries::get,
            sortedSetBytes::get,
            listSize::get);
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

  /** Up to where values are said to be packed. */
  public EncodingLimits encodings() {
    return encodings;
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
