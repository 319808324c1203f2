package dev.fnstore.load;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts what a server sends into replies, however it is chunked. */
final class ReplyDecoder {
  private static final int KEPT_BYTES = 64 << 10;

  private ByteBuf buffer = Unpooled.EMPTY_BUFFER;

  /** Not all of a reply has come. */
  private static final class Incomplete extends Exception {
    private static final long serialVersionUID = 1L;

    Incomplete() {
      super(null, null, false, false);
    }
  }

  void feed(ByteBuf bytes) {
    if (!buffer.isReadable()) {
      buffer = Unpooled.buffer(bytes.readableBytes());
    } else if (buffer.readerIndex() > KEPT_BYTES) {
      buffer.discardReadBytes();
    }
    buffer.writeBytes(bytes);
  }

  /**
   * The next reply, or null until more has come.
   *
   * @throws IllegalStateException if this is no RESP
   */
  @Nullable Reply next() {
    int start = buffer.readerIndex();
    if (!buffer.isReadable()) {
      buffer = Unpooled.EMPTY_BUFFER;
      return null;
    }
    try {
      return read();
    } catch (Incomplete e) {
      buffer.readerIndex(start);
      return null;
    }
  }

  private Reply read() throws Incomplete {
    String line = line();
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '+' -> Reply.simple(rest);
      case '-' -> Reply.ErrorReply.of(rest);
      case ':' -> Reply.of(Long.parseLong(rest));
      case '$' -> rest.equals("-1") ? Reply.NULL : Reply.bulk(bulk(Integer.parseInt(rest)));
      case '*' -> rest.equals("-1") ? Reply.NULL_ARRAY : Reply.array(items(rest, 1));
      case '>' -> new Reply.Push(items(rest, 1));
      case '~' -> new Reply.Group(items(rest, 1));
      case '%' -> Reply.array(items(rest, 2));
      case '=' -> Reply.bulk(bulk(Integer.parseInt(rest)));
      case '_' -> Reply.NULL;
      case '#' -> new Reply.Bool(rest.equals("t"));
      case ',' -> new Reply.Real(Double.parseDouble(rest));
      default -> throw new IllegalStateException("no reply begins so: " + line);
    };
  }

  private List<Reply> items(String count, int each) throws Incomplete {
    int length = Integer.parseInt(count) * each;
    List<Reply> items = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      items.add(read());
    }
    return items;
  }

  private Bytes bulk(int length) throws Incomplete {
    if (buffer.readableBytes() < length + 2) {
      throw new Incomplete();
    }
    byte[] content = new byte[length];
    buffer.readBytes(content);
    if (buffer.readByte() != '\r' || buffer.readByte() != '\n') {
      throw new IllegalStateException("a bulk string does not end where it should");
    }
    return Bytes.wrap(content);
  }

  private String line() throws Incomplete {
    int end = buffer.bytesBefore((byte) '\n');
    if (end < 0) {
      throw new Incomplete();
    }
    String line = buffer.toString(buffer.readerIndex(), end - 1, StandardCharsets.ISO_8859_1);
    buffer.skipBytes(end + 1);
    if (line.isEmpty()) {
      throw new IllegalStateException("an empty line where a reply begins");
    }
    return line;
  }
}
