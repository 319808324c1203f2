package dev.fnstore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a plain socket, so that each byte, end and reset is seen. */
class TcpRelayTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Long enough for a byte that is wrongly passed to be seen nearly always. */
  private static final Duration SILENCE = Duration.ofMillis(200);

  private ServerSocket target;
  private TcpRelay relay;

  @BeforeEach
  void start() throws IOException {
    target = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    target.setSoTimeout(Math.toIntExact(LIMIT.toMillis()));
    relay = TcpRelay.start(target.getLocalPort());
  }

  @AfterEach
  void close() throws IOException {
    relay.close();
    target.close();
  }

  @Test
  void shouldPassBytesBothWaysAndThenTheEnd() throws IOException {
    try (Socket client = connect();
        Socket server = accept()) {
      send(client, "to the server");
      assertThat(receive(server, 13)).isEqualTo("to the server");
      send(server, "back");
      assertThat(receive(client, 4)).isEqualTo("back");

      client.shutdownOutput();
      assertThat(server.getInputStream().read()).isEqualTo(-1);
      send(server, "last");
      server.shutdownOutput();
      assertThat(receive(client, 4)).isEqualTo("last");
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void shouldPassMoreThanFitsIntoItsBuffers() throws Exception {
    byte[] many = new byte[20_000_000];
    many[many.length - 1] = 7;
    try (Socket client = connect();
        Socket server = accept()) {
      Thread writer = new Thread(() -> write(client, many), "writer");
      writer.start();
      assertThat(server.getInputStream().readNBytes(many.length)).isEqualTo(many);
      writer.join();
    }
  }

  @Test
  void shouldResetConnectionsAndRefuseNewOnesWhileItIsCut() throws IOException {
    try (Socket client = connect();
        Socket server = accept()) {
      relay.cut();

      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
      assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(SocketException.class);
      assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
    }
    relay.resume();
    assertThatBytesPass();
  }

  @Test
  void shouldResetWhatIsStalled() throws IOException {
    try (Socket client = connect();
        Socket server = accept()) {
      relay.stall();
      send(client, "lost");
      relay.cut();

      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
      assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void shouldHoldBytesBackWhileItIsStalled() throws IOException {
    try (Socket client = connect();
        Socket server = accept()) {
      relay.stall();
      send(client, "late");
      assertThatNothingComes(server);

      relay.resume();
      assertThat(receive(server, 4)).isEqualTo("late");
    }
  }

  @Test
  void shouldHideTheEndOfTheTargetWhileItIsStalled() throws IOException {
    try (Socket client = connect();
        Socket server = accept()) {
      relay.stall();
      server.shutdownOutput();
      assertThatNothingComes(client);

      relay.resume();
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void shouldTakeNewConnectionsWhileItIsStalled() throws IOException {
    relay.stall();
    try (Socket client = connect()) {
      send(client, "hello");
      assertThatNothingComes(client);
      relay.resume();
      try (Socket server = accept()) {
        assertThat(receive(server, 5)).isEqualTo("hello");
      }
    }
  }

  @Test
  void shouldStallAfterACut() throws IOException {
    relay.cut();
    relay.stall();
    try (Socket client = connect()) {
      assertThatNothingComes(client);
    }
    relay.resume();
    try (Socket gone = accept()) {
      assertThat(gone.getInputStream().read()).isEqualTo(-1);
    }
    assertThatBytesPass();
  }

  @Test
  void shouldResetClientsOfATargetThatRefuses() throws IOException {
    target.close();
    try (Socket client = connect()) {
      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    }
  }

  private void assertThatBytesPass() throws IOException {
    try (Socket client = connect();
        Socket server = accept()) {
      send(client, "again");
      assertThat(receive(server, 5)).isEqualTo("again");
    }
  }

  private static void assertThatNothingComes(Socket socket) throws IOException {
    socket.setSoTimeout(Math.toIntExact(SILENCE.toMillis()));
    assertThatThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    socket.setSoTimeout(Math.toIntExact(LIMIT.toMillis()));
  }

  private Socket connect() throws IOException {
    return limited(new Socket(InetAddress.getLoopbackAddress(), relay.port()));
  }

  private Socket accept() throws IOException {
    return limited(target.accept());
  }

  private static Socket limited(Socket socket) throws IOException {
    socket.setSoTimeout(Math.toIntExact(LIMIT.toMillis()));
    return socket;
  }

  private static void write(Socket socket, byte[] content) {
    try {
      socket.getOutputStream().write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void send(Socket socket, String text) {
    write(socket, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String receive(Socket socket, int count) throws IOException {
    return new String(socket.getInputStream().readNBytes(count), StandardCharsets.US_ASCII);
  }
}
