package dev.fnstore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.Peer;
import dev.fnstore.testing.PeerCluster;
import dev.fnstore.testing.Polling;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows is what happens: its transcript is run, line by line. */
final class ReadmeTest {
  private static final Path README = Path.of("README.md");
  private static final String STORE = "store";

  @TempDir Path folder;

  private @Nullable ServerProcess server;
  private @Nullable PeerCluster cluster;

  @Test
  void shouldShowWhatHappens() throws IOException, InterruptedException {
    Path cli = Peer.program(Peer.Kind.VALKEY_8, "cli").toAbsolutePath();
    Transcript transcript = Transcript.of(README);
    Transcript.copyExamples(folder);
    try {
      for (Transcript.Step step : transcript.steps()) {
        transcript.check(step, run(transcript.command(step), cli));
      }
    } finally {
      if (server != null) {
        server.close();
      }
      if (cluster != null) {
        cluster.close();
      }
    }
  }

  @Test
  void shouldCarryLibrariesAsItSays() throws IOException, InterruptedException {
    String line =
        Files.readAllLines(README).stream()
            .filter(text -> text.startsWith("valkey-cli -p 6379 --raw FUNCTION DUMP"))
            .findFirst()
            .orElseThrow();
    try (Peer peer = Peer.start(Peer.Kind.VALKEY_9);
        RespConnection theirs = peer.connect();
        ServerProcess target = ServerProcess.start(folder);
        RespConnection ours = target.connect()) {
      theirs.call("FUNCTION", "LOAD", Files.readAllBytes(Path.of("data/examples/queue.lua")));
      String shell =
          line.replace("-p 6379", "-p " + peer.port())
              .replace("-p 7379", "-p " + target.port())
              .replace(
                  "valkey-cli",
                  Peer.program(Peer.Kind.VALKEY_8, "cli").toAbsolutePath().toString());
      assertThat(Transcript.shell(shell, folder)).containsExactly("OK");
      assertThat(ours.call("FCALL_RO", "queue_length", "3", "w", "t", "j"))
          .isEqualTo(Reply.array(Reply.of(0), Reply.of(0)));
    }
  }

  private List<String> run(String command, Path cli) throws IOException, InterruptedException {
    if (command.equals("bin/fnstore server &")) {
      ServerProcess started = ServerProcess.start(folder.resolve(STORE));
      server = started;
      try (RespConnection connection = started.connect()) {
        connection.call("PING"); // by then it has said all that it says at its start
      }
      return started.output().lines().map(line -> asShown(line, started)).toList();
    }
    ServerProcess running = server;
    if (running == null) {
      throw new IllegalStateException("the transcript uses a server before it starts one");
    } else if (command.equals("kill -9 $!")) {
      running.kill();
      return List.of();
    }
    if (command.startsWith("sleep ")) {
      awaitInStep(running);
      return List.of();
    }
    return Transcript.shell(
        inCluster(command)
            .replace("valkey-cli", cli.toString())
            .replace("-p 7379", "-p " + running.port()),
        folder);
  }

  /** The page's ports 7001 to 7003 are those of the primaries of a cluster of this run. */
  private String inCluster(String command) {
    if (!command.contains("700")) {
      return command;
    }
    PeerCluster running = cluster;
    if (running == null) {
      running = PeerCluster.start(Peer.Kind.VALKEY_8, 3, 1);
      cluster = running;
    }
    String result = command;
    for (int i = 0; i < 3; i++) {
      String port = Integer.toString(running.primaries().get(i).port());
      result =
          result.replace("-p 700" + (i + 1), "-p " + port).replace(":700" + (i + 1), ":" + port);
    }
    return result;
  }

  /** What the page waits for with a sleep: that all nodes were looked at since, and are in step. */
  private static void awaitInStep(ServerProcess running) {
    long begin = System.nanoTime();
    try (RespConnection connection = running.connect()) {
      connection.resp3();
      Polling.until(
          "every node is in step",
          () -> {
            long elapsedMs = (System.nanoTime() - begin) / 1_000_000;
            List<Reply> nodes = ((Reply.Array) connection.call("TARGET", "STATUS", "prod")).items();
            return nodes.stream().allMatch(node -> isInStep((Reply.Dictionary) node, elapsedMs));
          });
    }
  }

  private static boolean isInStep(Reply.Dictionary node, long withinMs) {
    boolean inSync = false;
    boolean seen = false;
    for (Reply.Entry field : node.entries()) {
      inSync |=
          field.key().equals(Reply.bulk("state")) && field.value().equals(Reply.bulk("in-sync"));
      seen |=
          field.key().equals(Reply.bulk("seen_ms"))
              && field.value() instanceof Reply.Int ago
              && ago.value() < withinMs;
    }
    return inSync && seen;
  }

  private String asShown(String line, ServerProcess running) {
    return line.replace(":" + running.port(), ":7379")
        .replace(folder.resolve(STORE).toString(), "data/store");
  }
}
