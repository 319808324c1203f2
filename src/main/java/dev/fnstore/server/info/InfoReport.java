package dev.fnstore.server.info;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Call;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** INFO: sections of {@code field:value} lines, in Valkey's order. */
public final class InfoReport {
  private final List<Section> sections;

  public InfoReport(InfoSources sources) {
    this.sections =
        List.of(
            new ServerSection(sources),
            new ClientsSection(sources),
            new MemorySection(sources),
            new PersistenceSection(sources),
            new StatsSection(sources),
            new ReplicationSection(),
            new CpuSection(),
            new EmptySection("Modules"),
            new CommandStatsSection(sources.statistics()),
            new ErrorStatsSection(sources.statistics()),
            new LatencyStatsSection(sources),
            new FunctionStatsSection(sources.functions()),
            new ClusterSection(),
            new FleetSection(sources.fleet()),
            new KeyspaceSection(sources.keyspace()));
  }

  /** The version of the jar file; in an unpacked one there is none. */
  public static String fnstoreVersion() {
    String version = InfoReport.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /** INFO with the names of sections, {@code default}, {@code all} or {@code everything}. */
  public Reply reply(Call call) {
    Set<String> asked = new HashSet<>();
    for (Bytes word : call.words().subList(1, call.wordCount())) {
      asked.add(word.toLatin1().toLowerCase(Locale.ROOT));
    }
    InfoLines lines = new InfoLines();
    for (Section section : sections) {
      if (isWanted(section, asked)) {
        lines.section(section.name());
        section.write(lines, call.nowMs());
      }
    }
    return new Reply.Verbatim(Bytes.of("txt"), Bytes.of(lines.toString()));
  }

  private static boolean isWanted(Section section, Set<String> asked) {
    if (asked.contains(section.name().toLowerCase(Locale.ROOT))
        || asked.contains("all")
        || asked.contains("everything")) {
      return true;
    }
    return (asked.isEmpty() || asked.contains("default")) && !section.isOnRequest();
  }
}
