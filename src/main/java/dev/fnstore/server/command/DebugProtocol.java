package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Call;
import java.util.List;

/** DEBUG PROTOCOL: one reply of each type, by which clients' tests know what they can read. */
final class DebugProtocol {
  private static final Reply.ErrorReply UNKNOWN =
      Reply.err(
          "Wrong protocol type name. Please use one of the following:"
              + " string|integer|double|bignum|null|array|set|map|attrib|push|verbatim|true|false");

  private DebugProtocol() {}

  static Reply reply(Call call) {
    return switch (Words.lower(call.word(2))) {
      case "string" -> Reply.bulk("Hello World");
      case "integer" -> Reply.of(12345);
      case "double" -> new Reply.Real(3.141);
      case "bignum" -> new Reply.BigNumber(Bytes.of("1234567999999999999999999999999999999"));
      case "null" -> Reply.NULL;
      case "array" -> Reply.array(numbers());
      case "set" -> new Reply.Group(numbers());
      case "map" -> new Reply.Dictionary(List.of(entry(0, false), entry(1, true), entry(2, false)));
      case "verbatim" ->
          new Reply.Verbatim(Bytes.of("txt"), Bytes.of("This is a verbatim\nstring"));
      case "true" -> new Reply.Bool(true);
      case "false" -> new Reply.Bool(false);
      case "attrib", "push" ->
          Reply.err("fnstore sends no attributes, and pushes only to those that subscribe");
      default -> UNKNOWN;
    };
  }

  private static List<Reply> numbers() {
    return List.of(Reply.of(0), Reply.of(1), Reply.of(2));
  }

  private static Reply.Entry entry(long key, boolean value) {
    return new Reply.Entry(Reply.of(key), new Reply.Bool(value));
  }
}
