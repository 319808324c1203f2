package dev.fnstore.cli;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.Peer;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.TestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What docs/history.md shows is what happens: its transcripts are run, one after the other. A file
 * that it shows with {@code cat} is made of what it shows; a subscriber runs on until the end, and
 * has by then printed what the page shows below it, from what was typed later.
 */
@Timeout(120)
final class HistoryPageTest {
  private static final Path PAGE = Path.of("docs/history.md");
  private static final String CHANNEL = "__fnstore__:events";

  @TempDir Path folder;

  private @Nullable Subscriber subscriber;

  /** One that runs in the background, and the step that has started it. */
  private record Subscriber(Transcript.Step step, Process process) {}

  @Test
  void shouldShowWhatHappens() throws IOException, InterruptedException {
    String cli = Peer.program(Peer.Kind.VALKEY_8, "cli").toAbsolutePath().toString();
    Transcript transcript = Transcript.of(PAGE);
    try (TestServer server = TestServer.start(folder.resolve("store"));
        Peer peer = Peer.start(Peer.Kind.VALKEY_8)) {
      for (Transcript.Step step : transcript.steps()) {
        String command =
            transcript
                .command(step)
                .replace("valkey-cli", cli)
                .replace("-p 7379", "-p " + server.port())
                .replace("-p 6379", "-p " + peer.port());
        if (command.startsWith("cat ")) {
          Files.write(folder.resolve(command.substring("cat ".length())), step.output());
        } else if (command.contains(" SUBSCRIBE ")) {
          subscriber = new Subscriber(step, Transcript.start(command, folder));
          awaitSubscriber(server);
        } else {
          transcript.check(step, Transcript.shell(command, folder));
        }
      }
      checkMessages(transcript, subscriber);
    } finally {
      if (subscriber != null) {
        subscriber.process().destroyForcibly().waitFor();
      }
    }
  }

  private static void awaitSubscriber(TestServer server) throws InterruptedException {
    try (RespConnection connection = server.connect()) {
      Reply one = Reply.array(Reply.bulk(CHANNEL), Reply.of(1));
      while (!connection.call("PUBSUB", "NUMSUB", CHANNEL).equals(one)) {
        Thread.sleep(10);
      }
    }
  }

  private static void checkMessages(Transcript transcript, @Nullable Subscriber subscriber)
      throws IOException {
    if (subscriber == null) {
      throw new AssertionError("the page shows no subscriber");
    }
    List<String> lines = new ArrayList<>();
    BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(subscriber.process().getInputStream(), StandardCharsets.UTF_8));
    while (lines.size() < subscriber.step().output().size()) {
      lines.add(String.valueOf(reader.readLine()));
    }
    transcript.check(subscriber.step(), lines);
  }
}
