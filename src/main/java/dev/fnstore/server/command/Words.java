package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Integers;
import dev.fnstore.resp.Reply;
import java.util.Locale;
import java.util.OptionalLong;

/** Words of a request as numbers and options, with Valkey's texts where they are none. */
final class Words {
  static final Reply.ErrorReply SYNTAX = Reply.err("syntax error");
  static final Reply.ErrorReply NOT_AN_INTEGER =
      Reply.err("value is not an integer or out of range");

  private Words() {}

  static OptionalLong number(Bytes word) {
    return Integers.parse(word);
  }

  static String lower(Bytes word) {
    return word.toLatin1().toLowerCase(Locale.ROOT);
  }

  /** What containers answer whose subcommand takes a bounded number of words. */
  static Reply.ErrorReply wrongSubcommand(Bytes subcommand, String container) {
    return quoting(
        "ERR unknown subcommand or wrong number of arguments for '",
        subcommand,
        "'. Try " + container + " HELP.");
  }

  static Reply.ErrorReply quoting(String before, Bytes word, String after) {
    return new Reply.ErrorReply(Bytes.of(before).concat(word).concat(Bytes.of(after)));
  }
}
