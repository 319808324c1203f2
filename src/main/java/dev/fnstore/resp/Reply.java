package dev.fnstore.resp;

import dev.fnstore.bytes.Bytes;
import java.util.List;

/**
 * A reply as a value. It keeps RESP3's types; what a RESP2 client sees of them (a map is a flat
 * array, a double a bulk string …) is {@link Replies#toResp2} for a reader and {@link RespWriter}
 * for the wire. Null is the one place where RESP2 has two forms, hence {@link Null} and {@link
 * NullArray}.
 */
public sealed interface Reply {
  Simple OK = new Simple(Bytes.of("OK"));
  Null NULL = new Null();
  NullArray NULL_ARRAY = new NullArray();
  None NONE = new None();
  Int ZERO = new Int(0);
  Int ONE = new Int(1);
  Array EMPTY_ARRAY = new Array(List.of());

  /** {@code +text}; CR and LF are sent as spaces. */
  record Simple(Bytes text) implements Reply {}

  /** {@code -text}, code word included; CR and LF are sent as spaces. */
  record ErrorReply(Bytes text, boolean isCounted) implements Reply {
    /** One that no statistics know yet. */
    public ErrorReply(Bytes text) {
      this(text, false);
    }

    public static ErrorReply of(String text) {
      return new ErrorReply(Bytes.of(text));
    }
  }

  /** {@code :value}. */
  record Int(long value) implements Reply {}

  /** {@code $}. */
  record Bulk(Bytes value) implements Reply {}

  /** {@code $-1}, in RESP3 {@code _}. */
  record Null() implements Reply {}

  /** {@code *-1}, in RESP3 {@code _}. */
  record NullArray() implements Reply {}

  /** Not a byte: the command is not answered. Never within another reply. */
  record None() implements Reply {}

  /** {@code *}. */
  record Array(List<Reply> items) implements Reply {}

  /** {@code %}, in RESP2 a flat array of key, value, key, value … */
  record Dictionary(List<Entry> entries) implements Reply {}

  /** One pair of a {@link Dictionary}. */
  record Entry(Reply key, Reply value) {}

  /** {@code ~}, in RESP2 an array. */
  record Group(List<Reply> items) implements Reply {}

  /** {@code ,}, in RESP2 a bulk string. */
  record Real(double value) implements Reply {}

  /** {@code #t} and {@code #f}, in RESP2 {@code :1} and {@code :0}. */
  record Bool(boolean value) implements Reply {}

  /** {@code (digits}, in RESP2 a bulk string. */
  record BigNumber(Bytes digits) implements Reply {}

  /** {@code =}, with a format of exactly three bytes ({@code txt}); in RESP2 a bulk string. */
  record Verbatim(Bytes format, Bytes text) implements Reply {}

  /** The replies to a command that gets several, one after the other: SUBSCRIBE. */
  record Several(List<Reply> replies) implements Reply {}

  /** {@code >}: out of band, only for RESP3 clients; RESP2 sees an array. */
  record Push(List<Reply> items) implements Reply {}

  static Int of(long value) {
    return value == 0 ? ZERO : value == 1 ? ONE : new Int(value);
  }

  static Bulk bulk(Bytes value) {
    return new Bulk(value);
  }

  static Bulk bulk(String value) {
    return new Bulk(Bytes.of(value));
  }

  /** An array of bulk strings; takes {@code contents} over, which nobody may change afterwards. */
  static Array bulks(byte[][] contents) {
    return contents.length == 0 ? EMPTY_ARRAY : new Array(new BulkItems(contents));
  }

  static Simple simple(String text) {
    return new Simple(Bytes.of(text));
  }

  /** An error with the code {@code ERR}. */
  static ErrorReply err(String text) {
    return ErrorReply.of("ERR " + text);
  }

  static Array array(List<Reply> items) {
    return items.isEmpty() ? EMPTY_ARRAY : new Array(items);
  }

  static Array array(Reply... items) {
    return array(List.of(items));
  }
}
