package dev.fnstore.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends any bytes. */
final class RawClient implements AutoCloseable {
  private static final int TIMEOUT_MS = 30_000;

  private final Socket socket = new Socket();

  RawClient(int port) throws IOException {
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
    socket.setSoTimeout(TIMEOUT_MS);
    socket.setTcpNoDelay(true);
  }

  /**
   * Everything that a server answers to {@code request}, behind which the client shuts its side.
   * Fails if the server does not close the connection in turn.
   */
  static byte[] exchange(int port, byte[] request) throws IOException {
    try (RawClient client = new RawClient(port)) {
      client.send(request);
      client.socket.shutdownOutput();
      return client.readToEnd();
    }
  }

  /** Writes, as far as the server takes it: it may have closed the connection. */
  boolean send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return true;
    } catch (IOException closed) {
      return false;
    }
  }

  private byte[] readToEnd() throws IOException {
    ByteArrayOutputStream answered = new ByteArrayOutputStream();
    byte[] chunk = new byte[1 << 16];
    try {
      for (int n = socket.getInputStream().read(chunk); n >= 0; ) {
        answered.write(chunk, 0, n);
        n = socket.getInputStream().read(chunk);
      }
    } catch (java.net.SocketTimeoutException hangs) {
      throw hangs;
    } catch (IOException reset) {
      // It closed while more of ours was under way: what came before counts.
      return answered.toByteArray();
    }
    return answered.toByteArray();
  }

  /** A request as clients write it. */
  static byte[] request(Object... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(("*" + words.length + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    for (Object word : words) {
      byte[] bytes =
          word instanceof byte[] raw ? raw : word.toString().getBytes(StandardCharsets.ISO_8859_1);
      out.writeBytes(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      out.writeBytes(bytes);
      out.writeBytes("\r\n".getBytes(StandardCharsets.ISO_8859_1));
    }
    return out.toByteArray();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
