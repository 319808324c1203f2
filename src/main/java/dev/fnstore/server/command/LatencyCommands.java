package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Call;
import dev.fnstore.server.dispatch.Command;
import dev.fnstore.server.dispatch.CommandTable;
import dev.fnstore.server.dispatch.Statistics;
import dev.fnstore.server.metrics.CommandCounters;
import dev.fnstore.server.metrics.LatencyDistribution;
import dev.fnstore.server.metrics.LatencyMonitor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * LATENCY: what took longer than {@code latency-monitor-threshold} (events {@code command}, {@code
 * fast-command} and {@code fsync}, the sync of the event log), and how long each command took.
 */
public final class LatencyCommands {
  private static final Reply HELP_REPLY =
      new HelpText("LATENCY")
          .with("DOCTOR", "Tell in words what was slow and what can be done.")
          .with("GRAPH <event>", "Draw the samples of an event.")
          .with("HISTOGRAM [<command> ...]", "Tell how long commands took, as a distribution.")
          .with("HISTORY <event>", "Show the samples of an event.")
          .with("LATEST", "Show the latest sample of every event.")
          .with("RESET [<event> ...]", "Forget the samples of all events, or of those named.")
          .reply();
  private static final String BY_NODE =
      "nondeterministic_output request_policy:all_nodes response_policy:special";

  private final Statistics statistics;
  private final LatencyMonitor monitor;
  private final CommandTable table;

  public LatencyCommands(Statistics statistics, CommandTable table) {
    this.statistics = statistics;
    this.monitor = statistics.latency();
    this.table = table;
  }

  private static CommandSpec.Builder spec(String name, int arity) {
    return CommandSpec.command("latency|" + name, arity)
        .flags("admin noscript loading stale")
        .group("server")
        .since("2.8.13");
  }

  /** Adds LATENCY. */
  public void addTo() {
    table.addContainer(
        CommandSpec.command("latency", -2)
            .group("server")
            .since("2.8.13")
            .complexity("Depends on subcommand.")
            .summary("A container for commands that tell what took long."),
        List.of(
            Command.of(
                spec("doctor", 2).tips(BY_NODE).summary("Tells in words what was slow.").build(),
                call -> LatencyText.doctor(monitor)),
            Command.of(
                spec("graph", 3)
                    .tips(BY_NODE)
                    .syntax("event")
                    .summary("Draws the samples of an event.")
                    .build(),
                this::graph),
            Command.of(
                spec("histogram", -2)
                    .tips(BY_NODE)
                    .since("7.0.0")
                    .complexity("O(N) where N is the number of commands shown")
                    .syntax("[command [command ...]]")
                    .summary("Tells how long commands took.")
                    .build(),
                this::histogram),
            Command.of(
                spec("history", 3)
                    .tips(BY_NODE)
                    .syntax("event")
                    .summary("Shows the samples of an event.")
                    .build(),
                this::history),
            Command.of(
                spec("latest", 2).tips(BY_NODE).summary("Shows the latest samples.").build(),
                call -> latest()),
            Command.of(
                spec("reset", -2)
                    .tips("request_policy:all_nodes response_policy:agg_sum")
                    .syntax("[event [event ...]]")
                    .summary("Forgets samples.")
                    .build(),
                this::reset),
            Command.of(
                CommandSpec.command("latency|help", 2)
                    .flags("loading stale")
                    .group("server")
                    .since("2.8.13")
                    .summary("Explains the subcommands.")
                    .build(),
                call -> HELP_REPLY)));
  }

  private Reply latest() {
    List<Reply> events = new ArrayList<>();
    for (LatencyMonitor.Event event : monitor.events()) {
      events.add(
          Reply.array(
              Reply.bulk(event.name()),
              Reply.of(event.latest().timeSeconds()),
              Reply.of(event.latest().latencyMs()),
              Reply.of(event.maxMs()),
              Reply.of(event.sumMs()),
              Reply.of(event.count())));
    }
    return Reply.array(events);
  }

  private Optional<LatencyMonitor.Event> event(Bytes name) {
    String wanted = name.toLatin1();
    return monitor.events().stream().filter(event -> event.name().equals(wanted)).findFirst();
  }

  private Reply history(Call call) {
    List<Reply> samples = new ArrayList<>();
    event(call.word(2))
        .ifPresent(
            event ->
                event
                    .samples()
                    .forEach(
                        sample ->
                            samples.add(
                                Reply.array(
                                    Reply.of(sample.timeSeconds()),
                                    Reply.of(sample.latencyMs())))));
    return Reply.array(samples);
  }

  private Reply graph(Call call) {
    return event(call.word(2))
        .map(event -> LatencyText.graph(event, call.nowMs() / 1000))
        .orElse(Words.quoting("ERR No samples available for event '", call.word(2), "'"));
  }

  private Reply reset(Call call) {
    List<String> names =
        call.wordCount() == 2
            ? monitor.events().stream().map(LatencyMonitor.Event::name).toList()
            : call.words().subList(2, call.wordCount()).stream().map(Bytes::toLatin1).toList();
    return Reply.of(names.stream().filter(monitor::reset).count());
  }

  /** A container stands for those of its subcommands that were called. */
  private Reply histogram(Call call) {
    Map<String, CommandCounters> used = statistics.commands();
    List<String> names = new ArrayList<>();
    if (call.wordCount() == 2) {
      names.addAll(used.keySet());
    }
    for (Bytes word : call.words().subList(2, call.wordCount())) {
      table
          .spec(word)
          .ifPresent(
              spec -> {
                if (spec.isContainer()) {
                  spec.subcommands().forEach(subcommand -> names.add(subcommand.name()));
                } else {
                  names.add(spec.name());
                }
              });
    }
    Map<Reply, Reply> shown = new LinkedHashMap<>();
    for (String name : names) {
      CommandCounters counters = used.get(name);
      if (counters != null && counters.latencies().count() > 0) {
        shown.put(Reply.bulk(name), describe(counters.latencies()));
      }
    }
    return map(shown);
  }

  private static Reply describe(LatencyDistribution latencies) {
    Map<Reply, Reply> buckets = new LinkedHashMap<>();
    latencies
        .buckets()
        .forEach(bucket -> buckets.put(Reply.of(bucket.atMostMicros()), Reply.of(bucket.count())));
    Map<Reply, Reply> described = new LinkedHashMap<>();
    described.put(Reply.bulk("calls"), Reply.of(latencies.count()));
    described.put(Reply.bulk("histogram_usec"), map(buckets));
    return map(described);
  }

  private static Reply map(Map<Reply, Reply> entries) {
    List<Reply.Entry> list = new ArrayList<>();
    entries.forEach((key, value) -> list.add(new Reply.Entry(key, value)));
    return new Reply.Dictionary(list);
  }
}
