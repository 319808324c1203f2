package dev.fnstore.resp;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Integers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Writes replies to a growing buffer. Replies nest as deep as a script makes them; writing recurses
 * by nesting, so deep ones need a thread with a large stack.
 */
public final class RespWriter {
  private static final Bytes NULL_RESP2 = Bytes.of("$-1\r\n");
  private static final Bytes NULL_RESP3 = Bytes.of("_\r\n");
  private static final byte[] NOTHING = {};
  private static final int FIRST_CAPACITY_BYTES = 64;

  /** A type, a number and the end of a line. */
  private static final int MOST_LINE_BYTES = 1 + 20 + 2;

  /** More room than that is not taken before it is needed. */
  private static final int MOST_FIRST_CAPACITY_BYTES = 16 << 10;

  /** So few bytes are copied one by one: what copies many takes longer to set out. */
  private static final int MOST_LOOPED_BYTES = 16;

  /** None while nothing is written: most clients are idle. */
  private byte[] buffer = NOTHING;

  private int length;

  /** What was written last time took so much: what comes next is mostly like it. */
  private int expected = FIRST_CAPACITY_BYTES;

  public int length() {
    return length;
  }

  /** What was written; the writer is empty afterwards. */
  public byte[] take() {
    byte[] written = length == buffer.length ? buffer : Arrays.copyOf(buffer, length);
    expected = Math.min(length, MOST_FIRST_CAPACITY_BYTES) + FIRST_CAPACITY_BYTES;
    buffer = NOTHING;
    length = 0;
    return written;
  }

  /** Appends {@code reply} as a client that speaks {@code protocol} gets it. */
  public void write(Reply reply, Protocol protocol) {
    if (reply instanceof Reply.Bulk bulk) {
      bulk(bulk.value().shared()); // what most replies are made of, the same in both protocols
      return;
    }
    Reply sent = protocol == Protocol.RESP2 ? Replies.toResp2(reply) : reply;
    if (sent instanceof Reply.Bulk bulk) {
      bulk(bulk.value().shared());
    } else if (sent instanceof Reply.Int integer) {
      line(':', integer.value());
    } else if (sent instanceof Reply.Simple simple) {
      line('+', Replies.oneLine(simple.text()));
    } else if (sent instanceof Reply.ErrorReply error) {
      line('-', Replies.oneLine(error.text()));
    } else if (sent instanceof Reply.Null) {
      append(protocol == Protocol.RESP2 ? NULL_RESP2 : NULL_RESP3);
    } else if (sent instanceof Reply.NullArray) {
      ascii(protocol == Protocol.RESP2 ? "*-1\r\n" : "_\r\n");
    } else if (sent instanceof Reply.Array array) {
      aggregate('*', array.items(), protocol);
    } else if (sent instanceof Reply.Several several) {
      several.replies().forEach(one -> write(one, protocol));
    } else if (!(sent instanceof Reply.None)) {
      writeResp3(sent, protocol);
    }
  }

  private void writeResp3(Reply reply, Protocol protocol) {
    if (reply instanceof Reply.Dictionary map) {
      line('%', map.entries().size());
      for (Reply.Entry entry : map.entries()) {
        write(entry.key(), protocol);
        write(entry.value(), protocol);
      }
    } else if (reply instanceof Reply.Group set) {
      aggregate('~', set.items(), protocol);
    } else if (reply instanceof Reply.Push push) {
      aggregate('>', push.items(), protocol);
    } else if (reply instanceof Reply.Real real) {
      ascii("," + Doubles.format(real.value()) + "\r\n");
    } else if (reply instanceof Reply.Bool bool) {
      ascii(bool.value() ? "#t\r\n" : "#f\r\n");
    } else if (reply instanceof Reply.BigNumber number) {
      line('(', Replies.oneLine(number.digits()));
    } else if (reply instanceof Reply.Verbatim verbatim) {
      line('=', verbatim.text().length() + 4L);
      append(verbatim.format());
      append((byte) ':');
      append(verbatim.text());
      endLine();
    } else {
      throw new IllegalArgumentException("no RESP3 form for " + reply.getClass());
    }
  }

  private void aggregate(char type, List<Reply> items, Protocol protocol) {
    line(type, items.size());
    if (items instanceof BulkItems bulks) {
      for (byte[] content : bulks.contents()) {
        bulk(content);
      }
    } else {
      for (Reply item : items) {
        write(item, protocol);
      }
    }
  }

  private void bulk(byte[] content) {
    reserve((long) MOST_LINE_BYTES + content.length + 2);
    byte[] to = buffer; // and not the fields, which are written back after each byte
    int at = writeLine(to, length, '$', content.length);
    if (content.length <= MOST_LOOPED_BYTES) {
      for (byte b : content) {
        to[at++] = b;
      }
    } else {
      System.arraycopy(content, 0, to, at, content.length);
      at += content.length;
    }
    length = endLine(to, at);
  }

  private void line(char type, long number) {
    reserve(MOST_LINE_BYTES);
    length = writeLine(buffer, length, type, number);
  }

  /** Where there is room for it; gives where it ends, as {@link #endLine(byte[], int)} does. */
  private static int writeLine(byte[] to, int from, char type, long number) {
    int at = from;
    to[at++] = (byte) type;
    if (number >= 0 && number < 10) {
      to[at++] = (byte) ('0' + number);
    } else if (number >= 0 && number < 100) {
      int two = (int) number;
      to[at++] = (byte) ('0' + two / 10);
      to[at++] = (byte) ('0' + two % 10);
    } else {
      at += Integers.length(number);
      Integers.write(number, to, at);
    }
    return endLine(to, at);
  }

  private void line(char type, Bytes text) {
    append((byte) type);
    append(text);
    endLine();
  }

  private void ascii(String text) {
    append(Bytes.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private void endLine() {
    reserve(2);
    length = endLine(buffer, length);
  }

  private static int endLine(byte[] to, int at) {
    to[at] = '\r';
    to[at + 1] = '\n';
    return at + 2;
  }

  private void append(byte b) {
    reserve(1);
    buffer[length++] = b;
  }

  private void append(Bytes bytes) {
    reserve(bytes.length());
    System.arraycopy(bytes.shared(), 0, buffer, length, bytes.length());
    length += bytes.length();
  }

  private void reserve(long more) {
    if (buffer.length - length < more) {
      long wanted = Math.max(Math.max(expected, 2L * buffer.length), length + more);
      if (length + more > Integer.MAX_VALUE - 16) {
        throw new OutOfMemoryError("replies of more than 2 GB in one batch");
      }
      buffer = Arrays.copyOf(buffer, (int) Math.min(wanted, Integer.MAX_VALUE - 16));
    }
  }
}
