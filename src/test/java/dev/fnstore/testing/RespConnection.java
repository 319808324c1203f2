package dev.fnstore.testing;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A small blocking client of RESP2 and RESP3. Words are {@code String} (sent as UTF-8), {@code
 * byte[]}, {@link Bytes} or a number. I/O errors, timeouts and the end of the stream are {@link
 * UncheckedIOException}.
 */
public final class RespConnection implements AutoCloseable {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(2);

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  private RespConnection(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    this.out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
  }

  /** Connects to {@code port} on loopback. */
  public static RespConnection open(int port) {
    Socket socket = new Socket();
    try {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
          Math.toIntExact(DEFAULT_TIMEOUT.toMillis()));
      socket.setSoTimeout(Math.toIntExact(DEFAULT_TIMEOUT.toMillis()));
      socket.setTcpNoDelay(true);
      return new RespConnection(socket);
    } catch (IOException e) {
      try {
        socket.close();
      } catch (IOException closing) {
        e.addSuppressed(closing);
      }
      throw new UncheckedIOException(e);
    }
  }

  /** Speaks over a socket that is connected already, such as one with TLS. */
  public static RespConnection over(Socket socket) {
    try {
      socket.setSoTimeout(Math.toIntExact(DEFAULT_TIMEOUT.toMillis()));
      return new RespConnection(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How long a read may wait; the default is 2 minutes. */
  public RespConnection timeout(Duration timeout) {
    try {
      socket.setSoTimeout(Math.toIntExact(timeout.toMillis()));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Speaks RESP3 from here on. */
  public RespConnection resp3() {
    Reply reply = call("HELLO", "3");
    if (reply instanceof Reply.ErrorReply error) {
      throw new IllegalStateException(error.text().toText());
    }
    return this;
  }

  /** Sends a command and reads its reply. */
  public Reply call(Object... words) {
    send(words);
    flush();
    return read();
  }

  /** Writes a command without waiting; {@link #flush} sends what was written. */
  public void send(Object... words) {
    try {
      out.write(("*" + words.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
      for (Object word : words) {
        byte[] bytes = toBytes(word);
        out.write(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(bytes);
        out.write('\r');
        out.write('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] toBytes(Object word) {
    if (word instanceof byte[] bytes) {
      return bytes;
    } else if (word instanceof Bytes bytes) {
      return bytes.shared();
    }
    return word.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Sends {@code bytes} as they are. */
  public void sendRaw(byte[] bytes) {
    try {
      out.write(bytes);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next {@code count} bytes as they come. */
  public byte[] readRaw(int count) {
    try {
      byte[] bytes = in.readNBytes(count);
      if (bytes.length < count) {
        throw new EOFException("the server closed after " + bytes.length + " bytes");
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the server closes the connection now, without a further byte. */
  public boolean isAtEnd() {
    try {
      return in.read() < 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether bytes have come that were not read. */
  public boolean hasMore() {
    try {
      return in.available() > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next reply, pushes included. */
  public Reply read() {
    try {
      return readReply();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Reply readReply() throws IOException {
    int type = readByte();
    Bytes line = readLine();
    return switch (type) {
      case '+' -> new Reply.Simple(line);
      case '-' -> new Reply.ErrorReply(line);
      case ':' -> Reply.of(number(line));
      case '$' -> number(line) < 0 ? Reply.NULL : Reply.bulk(readBulk(number(line)));
      case '!' -> new Reply.ErrorReply(readBulk(number(line)));
      case '=' -> verbatim(readBulk(number(line)));
      case '*' -> number(line) < 0 ? Reply.NULL_ARRAY : Reply.array(readItems(number(line)));
      case '~' -> new Reply.Group(readItems(number(line)));
      case '>' -> new Reply.Push(readItems(number(line)));
      case '%' -> new Reply.Dictionary(readEntries(number(line)));
      case '_' -> Reply.NULL;
      case '#' -> new Reply.Bool(line.at(0) == 't');
      case ',' -> new Reply.Real(real(line));
      case '(' -> new Reply.BigNumber(line);
      default -> throw new IOException("no reply begins with byte " + type);
    };
  }

  private static Reply verbatim(Bytes content) {
    return new Reply.Verbatim(content.slice(0, 3), content.slice(4, content.length()));
  }

  private static double real(Bytes line) {
    String text = line.toLatin1();
    return switch (text) {
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      case "nan" -> Double.NaN;
      default -> Double.parseDouble(text);
    };
  }

  private static long number(Bytes line) {
    return Long.parseLong(line.toLatin1());
  }

  private List<Reply> readItems(long count) throws IOException {
    List<Reply> items = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      items.add(readReply());
    }
    return items;
  }

  private List<Reply.Entry> readEntries(long count) throws IOException {
    List<Reply.Entry> entries = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      entries.add(new Reply.Entry(readReply(), readReply()));
    }
    return entries;
  }

  private Bytes readBulk(long length) throws IOException {
    byte[] content = in.readNBytes(Math.toIntExact(length));
    if (content.length < length || readByte() != '\r' || readByte() != '\n') {
      throw new EOFException("a bulk string of " + length + " bytes is cut off");
    }
    return Bytes.wrap(content);
  }

  private Bytes readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = readByte(); b != '\r'; b = readByte()) {
      line.write(b);
    }
    if (readByte() != '\n') {
      throw new IOException("CR without LF");
    }
    return Bytes.wrap(line.toByteArray());
  }

  private int readByte() throws IOException {
    int b = in.read();
    if (b < 0) {
      throw new EOFException("the server closed the connection");
    }
    return b;
  }
}
