package dev.fnstore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.Peer;
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

  @TempDir Path folder;

  private @Nullable ServerProcess server;

  @Test
  void shouldShowWhatHappens() throws IOException, InterruptedException {
    Path cli = Peer.program(Peer.Kind.VALKEY_8, "cli").toAbsolutePath();
    List<Transcript.Step> steps = Transcript.of(README, ReadmeTest::withoutTime).steps();
    assertThat(steps).hasSize(10);
    try {
      for (Transcript.Step step : steps) {
        assertThat(run(step.command(), cli)).as(step.command()).isEqualTo(step.output());
      }
    } finally {
      if (server != null) {
        server.close();
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
              .replace("valkey-cli", Peer.program(Peer.Kind.VALKEY_8, "cli").toString());
      assertThat(Transcript.shell(shell)).containsExactly("OK");
      assertThat(ours.call("FCALL_RO", "queue_length", "3", "w", "t", "j"))
          .isEqualTo(Reply.array(Reply.of(0), Reply.of(0)));
    }
  }

  private List<String> run(String command, Path cli) throws IOException, InterruptedException {
    if (command.equals("bin/fnstore server &")) {
      ServerProcess started = ServerProcess.start(folder);
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
    assertThat(command).contains("valkey-cli -p 7379 ");
    return Transcript.shell(
        command.replaceFirst("valkey-cli -p 7379", cli + " -p " + running.port()));
  }

  private String asShown(String line, ServerProcess running) {
    return withoutTime(
        line.replace(":" + running.port(), ":7379").replace(folder.toString(), "data/store"));
  }

  private static String withoutTime(String line) {
    return line.replaceFirst("^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}", "TIME");
  }
}
