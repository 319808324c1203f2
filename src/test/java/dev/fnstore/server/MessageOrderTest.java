package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients are told unasked, where several are served at once. */
final class MessageOrderTest {
  private static final String LIBRARY =
      """
      #!lua name=order
      server.register_function('spin', function(keys, args)
        for i = 1, tonumber(args[1]) do end
        return 'done'
      end)
      server.register_function('spin_and_set', function(keys, args)
        for i = 1, tonumber(args[1]) do end
        server.call('SET', keys[1], 'new')
        return 'done'
      end)
      """;
  private static final String STEPS = "60000000";
  private static final Reply DONE = Reply.bulk("done");

  @TempDir Path folder;
  private TestServer server;
  private RespConnection caller;
  private RespConnection writer;
  private RespConnection reader;

  @BeforeEach
  void start() {
    server = TestServer.start(folder);
    caller = server.connect();
    writer = server.connect();
    reader = server.connect();
    assertThat(caller.call("FUNCTION", "LOAD", LIBRARY)).isEqualTo(Reply.bulk("order"));
    assertThat(caller.call("FCALL", "spin", "0", "1")).isEqualTo(DONE);
  }

  @AfterEach
  void stop() {
    caller.close();
    writer.close();
    reader.close();
    server.close();
  }

  /** Where both ran in one batch, the message of a change came behind the answer that shows it. */
  @Test
  void shouldTellOfAChangeBeforeAnAnswerThatShowsIt() throws InterruptedException {
    reader.resp3();
    reader.call("CLIENT", "TRACKING", "ON");
    writer.call("SET", "k", "old");
    assertThat(reader.call("GET", "k")).isEqualTo(Reply.bulk("old"));
    caller.send("FCALL", "spin", "0", STEPS);
    caller.flush();
    Thread.sleep(50); // it has begun: the two that follow wait, and then run in one batch
    writer.send("SET", "k", "new");
    writer.flush();
    Thread.sleep(50);
    reader.send("GET", "k");
    reader.flush();
    assertThat(reader.read())
        .isEqualTo(new Reply.Push(List.of(Reply.bulk("invalidate"), Reply.array(Reply.bulk("k")))));
    assertThat(reader.read()).isEqualTo(Reply.bulk("new"));
    assertThat(caller.read()).isEqualTo(DONE);
    assertThat(writer.read()).isEqualTo(Reply.OK);
  }

  /** Also where others run something beside the busy script. */
  @Test
  void shouldNotTellAScriptsCallerOfItsOwnChanges() {
    caller.call("CONFIG", "SET", "busy-reply-threshold", "10");
    reader.resp3();
    reader.call("CLIENT", "TRACKING", "ON", "NOLOOP");
    reader.call("SET", "k", "old");
    reader.call("GET", "k");
    reader.send("FCALL", "spin_and_set", "1", "k", STEPS);
    reader.flush();
    while (!(writer.call("GET", "k") instanceof Reply.ErrorReply)) {
      Thread.onSpinWait(); // until it is busy
    }
    assertThat(writer.call("MULTI")).isEqualTo(Reply.OK);
    assertThat(reader.read()).isEqualTo(DONE);
    assertThat(reader.call("PING")).isEqualTo(Reply.simple("PONG"));
  }

  /** An EXEC that was answered BUSY left its keys watched: the next transaction was put off. */
  @Test
  void shouldWatchNothingAfterAnExecThatWasAnsweredBusy() {
    caller.call("CONFIG", "SET", "busy-reply-threshold", "10");
    reader.call("WATCH", "k");
    reader.call("MULTI");
    caller.send("FCALL", "spin", "0", STEPS);
    caller.flush();
    while (!(writer.call("GET", "k") instanceof Reply.ErrorReply)) {
      Thread.onSpinWait(); // until it is busy
    }
    assertThat(reader.call("EXEC").toString()).contains("EXECABORT").contains("BUSY");
    assertThat(caller.read()).isEqualTo(DONE);
    assertThat(writer.call("SET", "k", "changed")).isEqualTo(Reply.OK);
    reader.call("MULTI");
    reader.call("GET", "k");
    assertThat(reader.call("EXEC")).isEqualTo(Reply.array(Reply.bulk("changed")));
  }

  /** A client that went while its transaction ran, and subscribed in it, was kept forever. */
  @Test
  void shouldForgetAClientThatSubscribesAfterItHasGone() throws IOException, InterruptedException {
    String words = "MULTI\r\nFCALL spin 0 " + STEPS + "\r\nSUBSCRIBE gone\r\nEXEC\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoLinger(true, 0);
      socket.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
      Thread.sleep(100); // it runs
    }
    Reply nobody = Reply.array(Reply.bulk("gone"), Reply.ZERO);
    Reply answer = Reply.NULL;
    for (int i = 0; i < 100 && !answer.equals(nobody); i++) {
      answer = writer.call("PUBSUB", "NUMSUB", "gone");
      Thread.sleep(20);
    }
    assertThat(answer).isEqualTo(nobody);
    assertThat(writer.call("PUBLISH", "gone", "x")).isEqualTo(Reply.ZERO);
  }
}
