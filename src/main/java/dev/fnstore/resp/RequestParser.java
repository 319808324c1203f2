package dev.fnstore.resp;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.QuotedWords;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a client's bytes into requests, however they are chunked. Takes arrays of bulk strings and
 * inline commands, like Valkey, with Valkey's errors.
 *
 * <p>Memory follows what has arrived, never what a length announces: a client that promises 512 MB
 * and sends ten bytes costs a few KB.
 */
public final class RequestParser {
  private static final String TOO_LARGE = "request larger than client-query-buffer-limit";

  /** The text of the error that a request beyond {@link RequestLimits#maxRequestBytes} gets. */
  public static final Bytes REQUEST_TOO_LARGE = new ProtocolException(TOO_LARGE).text();

  private static final int FIRST_WORD_BUFFER_BYTES = 16 << 10;

  /** Between requests: thousands of clients that were busy once must not cost much while idle. */
  private static final int KEPT_BUFFER_BYTES = 4 << 10;

  /** Most requests have no more. */
  private static final int FEW_WORDS = 4;

  /** An empty one, with its line: $0, and two line ends. */
  private static final int LEAST_WORD_BYTES = 6;

  /** What a word takes beside its bytes. */
  private static final int WORD_OVERHEAD_BYTES = 48;

  private RequestLimits limits;
  private byte[] buffer = new byte[512];
  private int start;
  private int end;

  /**
   * The first word of the last request: most have the same one again, which is then the same
   * object.
   */
  private Bytes lastName = Bytes.EMPTY;

  /** Words still missing of the array being read; 0 between requests. */
  private int missingWords;

  private List<Bytes> words = new ArrayList<>(FEW_WORDS);
  private long requestBytes;

  /** Length of the bulk string being read, or -1 while its length line is. */
  private long wordLength = -1;

  /** The part of a long word that has arrived, where the word was not there at once. */
  private byte @Nullable [] partialWord;

  private int partialLength;

  public RequestParser(RequestLimits limits) {
    this.limits = limits;
  }

  /** From the next length on, {@code limits} hold. */
  public void limit(RequestLimits newLimits) {
    this.limits = newLimits;
  }

  /** Adds bytes that have arrived; {@code chunk} is not kept. */
  public void feed(byte[] chunk) {
    feed(ByteBuffer.wrap(chunk));
  }

  /** Adds bytes that have arrived: all that remain of {@code chunk}, which is not kept. */
  public void feed(ByteBuffer chunk) {
    int length = chunk.remaining();
    int room = buffer.length - end;
    if (room < length) {
      int held = end - start;
      byte[] target =
          held + length <= buffer.length
              ? buffer
              : new byte[Math.max(held + length, buffer.length * 2)];
      System.arraycopy(buffer, start, target, 0, held);
      buffer = target;
      start = 0;
      end = held;
    }
    chunk.get(buffer, end, length);
    end += length;
  }

  /** Bytes that this parser holds on to. */
  public long heldBytes() {
    byte[] partial = partialWord;
    return requestBytes
        + (long) words.size() * WORD_OVERHEAD_BYTES
        + (partial == null ? 0 : partial.length)
        + buffer.length;
  }

  /**
   * The next whole request, never empty, or null until more bytes have come.
   *
   * @throws ProtocolException once; the connection is then of no more use
   */
  public @Nullable List<Bytes> next() throws ProtocolException {
    while (true) {
      if (missingWords == 0) {
        if (start == end) {
          shrink();
          return null;
        }
        List<Bytes> inline = buffer[start] == '*' ? startArray() : inline();
        if (inline == null) {
          return null;
        } else if (!inline.isEmpty()) {
          return inline;
        }
      } else if (!readShortWord() && !readWord()) {
        return null;
      } else if (--missingWords == 0) {
        List<Bytes> request = words;
        words = new ArrayList<>(FEW_WORDS);
        requestBytes = 0;
        return request;
      }
    }
  }

  /** An empty list to go on (an array has begun, or was empty), null for want of bytes. */
  private @Nullable List<Bytes> startArray() throws ProtocolException {
    int lineEnd = lengthLineEnd("too big mbulk count string");
    if (lineEnd < 0) {
      return null;
    }
    long count = parseLength(start + 1, lineEnd);
    if (count == Long.MIN_VALUE || count > RequestLimits.DEFAULT.maxWords()) {
      throw new ProtocolException("invalid multibulk length");
    } else if (count > limits.maxWords()) {
      throw new ProtocolException("unauthenticated multibulk length");
    }
    start = lineEnd + 2;
    missingWords = (int) Math.max(0, count);
    return List.of();
  }

  private @Nullable List<Bytes> inline() throws ProtocolException {
    int newline = indexOf((byte) '\n', start);
    if (newline < 0
        ? end - start > limits.maxInlineBytes()
        : newline - start > limits.maxInlineBytes()) {
      throw new ProtocolException("too big inline request");
    } else if (newline < 0) {
      return null;
    }
    int lineEnd = newline > start && buffer[newline - 1] == '\r' ? newline - 1 : newline;
    Bytes line = Bytes.copyOf(buffer, start, lineEnd - start);
    start = newline + 1;
    return QuotedWords.split(line)
        .orElseThrow(() -> new ProtocolException("unbalanced quotes in request"));
  }

  /**
   * Reads what most words are, at once: shorter than 100 bytes, wholly there, and within every
   * limit.
   *
   * @return false if it is not that, and nothing was read
   */
  private boolean readShortWord() {
    byte[] bytes = buffer;
    int at = start;
    if (wordLength >= 0 || end - at < LEAST_WORD_BYTES || bytes[at] != '$') {
      return false;
    }
    int length = digit(bytes[at + 1]);
    int lineEnd = at + 2;
    if (bytes[lineEnd] != '\r' && length > 0) {
      int second = digit(bytes[lineEnd]);
      length = second < 0 ? second : 10 * length + second;
      lineEnd++;
    }
    int from = lineEnd + 2;
    if (length < 0
        || bytes[lineEnd] != '\r'
        || end - from < length + 2
        || length > limits.maxWordBytes()
        || requestBytes + length > limits.maxRequestBytes()) {
      return false;
    }
    addWord(words.isEmpty() ? name(from, length) : Bytes.copyOf(bytes, from, length));
    start = from + length + 2;
    return true;
  }

  /** The first word of a request. */
  private Bytes name(int from, int length) {
    byte[] last = lastName.shared();
    if (!Arrays.equals(last, 0, last.length, buffer, from, from + length)) {
      lastName = Bytes.copyOf(buffer, from, length);
    }
    return lastName;
  }

  /** 0 … 9, or -1 for what is no digit. */
  private static int digit(byte b) {
    return b >= '0' && b <= '9' ? b - '0' : -1;
  }

  private boolean readWord() throws ProtocolException {
    if (wordLength < 0 && !readWordLength()) {
      return false;
    }
    int length = (int) wordLength;
    int available = end - start;
    if (partialWord == null && available >= length + 2) {
      addWord(Bytes.copyOf(buffer, start, length));
      start += length + 2;
      return true;
    }
    byte[] partial = partialWord;
    if (partial == null) {
      partial = new byte[Math.min(length, FIRST_WORD_BUFFER_BYTES)];
    }
    int taken = Math.min(length - partialLength, available);
    if (partial.length < partialLength + taken) {
      long doubled = Math.max(2L * partial.length, partialLength + taken);
      partial = Arrays.copyOf(partial, (int) Math.min(length, doubled));
    }
    System.arraycopy(buffer, start, partial, partialLength, taken);
    partialWord = partial;
    partialLength += taken;
    start += taken;
    if (partialLength < length || end - start < 2) {
      shrink();
      return false;
    }
    start += 2;
    partialWord = null;
    partialLength = 0;
    addWord(Bytes.wrap(partial));
    return true;
  }

  private void addWord(Bytes word) {
    words.add(word);
    requestBytes += word.length();
    wordLength = -1;
  }

  private boolean readWordLength() throws ProtocolException {
    int lineEnd = lengthLineEnd("too big bulk count string");
    if (lineEnd < 0) {
      return false;
    } else if (buffer[start] != '$') {
      throw new ProtocolException(
          Bytes.of("expected '$', got '")
              .concat(Bytes.copyOf(buffer, start, 1))
              .concat(Bytes.of("'")));
    }
    long length = parseLength(start + 1, lineEnd);
    if (length < 0 || length > RequestLimits.DEFAULT.maxWordBytes()) {
      throw new ProtocolException("invalid bulk length");
    } else if (length > limits.maxWordBytes()) {
      throw new ProtocolException("unauthenticated bulk length");
    } else if (requestBytes + length > limits.maxRequestBytes()) {
      throw new ProtocolException(TOO_LARGE);
    }
    start = lineEnd + 2;
    wordLength = length;
    return true;
  }

  /** The index of the CR that ends the line at {@code start}, or -1 for want of bytes. */
  private int lengthLineEnd(String tooLong) throws ProtocolException {
    int carriageReturn = indexOf((byte) '\r', start);
    if (carriageReturn < 0 && end - start > limits.maxInlineBytes()) {
      throw new ProtocolException(tooLong);
    }
    return carriageReturn < 0 || carriageReturn + 1 >= end ? -1 : carriageReturn;
  }

  /** A decimal length, or {@link Long#MIN_VALUE} if it is none, or so far below 0. */
  private long parseLength(int from, int to) {
    boolean negative = from < to && buffer[from] == '-';
    int first = negative ? from + 1 : from;
    if (first == to || to - first > 18 || (buffer[first] == '0' && to - from > 1)) {
      return Long.MIN_VALUE;
    }
    long value = 0;
    for (int i = first; i < to; i++) {
      if (buffer[i] < '0' || buffer[i] > '9') {
        return Long.MIN_VALUE;
      }
      value = value * 10 + (buffer[i] - '0');
    }
    return negative ? -value : value;
  }

  private int indexOf(byte wanted, int from) {
    for (int i = from; i < end; i++) {
      if (buffer[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  /** Gives memory back that one large request needed. */
  private void shrink() {
    if (start == end) {
      start = 0;
      end = 0;
      if (buffer.length > KEPT_BUFFER_BYTES) {
        buffer = new byte[512];
      }
    }
  }
}
