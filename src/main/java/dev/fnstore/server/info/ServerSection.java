package dev.fnstore.server.info;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.engine.ServerIdentity;
import dev.fnstore.model.Digest;
import java.time.Instant;

/** INFO server. */
final class ServerSection implements Section {
  private static final int HOUSEKEEPING_PER_SECOND = 10;

  private final InfoSources sources;
  private final long startNanos = System.nanoTime();
  private final String runId;

  ServerSection(InfoSources sources) {
    this.sources = sources;
    this.runId = newRunId(sources.store().figures().storeId());
  }

  /** Of this process: 40 hexadecimal digits, as tools expect. */
  private static String newRunId(Object storeId) {
    String process = storeId + " " + ProcessHandle.current().pid() + " " + Instant.now();
    return Digest.of(Bytes.of(process)).toHex().substring(0, 40);
  }

  @Override
  public String name() {
    return "Server";
  }

  @Override
  public void write(InfoLines lines, long nowMs) {
    ServerIdentity identity = sources.identity();
    long uptimeSeconds = (System.nanoTime() - startNanos) / 1_000_000_000;
    Instant now = Instant.now();
    lines.add("redis_version", identity.redisVersion());
    lines.add("server_name", identity.serverName());
    lines.add("valkey_version", identity.valkeyVersion());
    lines.add("fnstore_version", InfoReport.fnstoreVersion());
    lines.add("server_mode", "standalone");
    lines.add("redis_mode", "standalone");
    lines.add(
        "os",
        String.join(
            " ",
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("os.arch")));
    lines.add("arch_bits", System.getProperty("os.arch").contains("64") ? 64 : 32);
    lines.add("java_version", System.getProperty("java.version"));
    lines.add("process_id", ProcessHandle.current().pid());
    lines.add("run_id", runId);
    lines.add("store_id", sources.store().figures().storeId());
    lines.add("tcp_port", sources.config().port());
    lines.add("server_time_usec", now.getEpochSecond() * 1_000_000 + now.getNano() / 1000);
    lines.add("uptime_in_seconds", uptimeSeconds);
    lines.add("uptime_in_days", uptimeSeconds / 86_400);
    lines.add("hz", HOUSEKEEPING_PER_SECOND);
    lines.add("config_file", "");
    int number = 0;
    if (sources.config().port() != 0) {
      lines.add("listener" + number++, listener("tcp", sources.config().port()));
    }
    if (sources.config().tls().port() != 0) {
      lines.add("listener" + number, listener("tls", sources.config().tls().port()));
    }
  }

  private String listener(String name, int port) {
    return "name=" + name + ",bind=" + sources.config().bind() + ",port=" + port;
  }
}
