package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.testing.TestServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that shuts its side is still answered all that it sent before, as it is by Valkey. */
final class HalfCloseTest {
  private static final String PING = "*1\r\n$4\r\nPING\r\n";
  private static final String DELETE = "*3\r\n$8\r\nFUNCTION\r\n$6\r\nDELETE\r\n$4\r\nnone\r\n";

  @TempDir Path folder;

  @Test
  void shouldAnswerAMillionRequestsThatCameBeforeTheEnd() throws Exception {
    assertThat(repliesTo(PING, 1_000_000)).isEqualTo(1_000_000);
  }

  @Test
  void shouldAnswerWhatTheExecutorRunsToo() throws Exception {
    assertThat(repliesTo(PING + DELETE + PING, 100_000)).isEqualTo(300_000);
  }

  @Test
  void shouldCloseAtOnceWhereNothingWasAsked() throws Exception {
    assertThat(repliesTo("", 0)).isZero();
  }

  @Test
  void shouldAnswerWholeRequestsBeforeAHalfOne() throws Exception {
    assertThat(answerTo(PING + "*2\r\n$3\r\nGE")).isEqualTo("+PONG\r\n");
  }

  /**
   * The request that waits is not answered, as nobody waits for it any more; what came before is.
   */
  @Test
  void shouldAnswerWhatCameBeforeARequestThatWaits() throws Exception {
    // so long that it is known of before the request that waits runs, in the same batch
    String slow = "EVAL 'local s = os.clock() while os.clock() - s < 0.3 do end return 7' 0\r\n";
    assertThat(answerTo(slow + "BLPOP list 0\r\nPING\r\n")).isEqualTo(":7\r\n");
  }

  private String answerTo(String requests) throws Exception {
    try (TestServer server = TestServer.start(folder);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      byte[] all = socket.getInputStream().readAllBytes();
      return new String(all, StandardCharsets.US_ASCII);
    }
  }

  /** Lines that come back until the server closes. */
  private long repliesTo(String requests, int times) throws Exception {
    byte[] chunk = requests.repeat(1000).getBytes(StandardCharsets.US_ASCII);
    try (TestServer server = TestServer.start(folder);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      Thread sender =
          new Thread(
              () -> {
                try {
                  for (int i = 0; i < times / 1000; i++) {
                    socket.getOutputStream().write(chunk);
                  }
                  socket.shutdownOutput();
                } catch (java.io.IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      sender.start();
      long lines = countLines(socket.getInputStream());
      sender.join();
      return lines;
    }
  }

  private static long countLines(InputStream in) throws Exception {
    byte[] buffer = new byte[1 << 16];
    long lines = 0;
    int read = in.read(buffer);
    while (read >= 0) {
      byte[] part = Arrays.copyOf(buffer, read);
      for (byte b : part) {
        lines += b == '\n' ? 1 : 0;
      }
      read = in.read(buffer);
    }
    return lines;
  }
}
