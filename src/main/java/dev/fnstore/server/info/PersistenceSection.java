package dev.fnstore.server.info;

import dev.fnstore.log.EventLog;
import dev.fnstore.log.Head;
import dev.fnstore.store.FunctionStore;
import java.util.Locale;

/** INFO persistence: the event log, which holds all functions, and the rows of keys. */
final class PersistenceSection implements Section {
  private final InfoSources sources;

  PersistenceSection(InfoSources sources) {
    this.sources = sources;
  }

  @Override
  public String name() {
    return "Persistence";
  }

  @Override
  public void write(InfoLines lines, long nowMs) {
    FunctionStore store = sources.store();
    lines.add("loading", 0);
    lines.add("async_loading", 0);
    lines.add("rdb_changes_since_last_save", sources.keyspace().changes());
    lines.add("rdb_bgsave_in_progress", 0);
    lines.add("aof_enabled", 0);
    lines.add("aof_rewrite_in_progress", 0);
    lines.add("data_on_disk", sources.keys().isDurable() ? 1 : 0);
    lines.add("data_fsync", sources.config().dataFsync());
    lines.add("data_unwritten_keys", sources.keyspace().unwrittenKeys());
    lines.add("data_write_status", sources.keys().failure() == null ? "ok" : "err");
    lines.add("data_bytes_on_disk", sources.keys().bytesOnDisk());
    Head head = store.head();
    lines.add("log_revision", head.revision());
    lines.add("log_digest", head.digest());
    lines.add("log_last_event_time_ms", head.orderTimeMs());
    lines.add("log_base_revision", store.figures().base());
    double compacted = store.figures().compactionProgress();
    lines.add("log_compaction_in_progress", compacted < 1 ? 1 : 0);
    lines.add("log_compaction_progress_perc", String.format(Locale.ROOT, "%.2f", compacted * 100));
    lines.add("log_commits", store.figures().commits());
    lines.add("log_bytes_on_disk", store.figures().bytesOnDisk());
    EventLog.Sync sync = store.figures().lastSync();
    if (sync.endMs() > 0) {
      lines.add("log_last_sync_time_ms", sync.endMs());
      lines.add("log_last_sync_usec", sync.durationNanos() / 1000);
    }
    store
        .figures()
        .lastSnapshot()
        .ifPresent(
            snapshot -> {
              lines.add("log_last_snapshot_revision", snapshot.revision());
              lines.add("log_last_snapshot_time_ms", snapshot.endMs());
              lines.add("log_last_snapshot_bytes", snapshot.bytes());
            });
  }
}
