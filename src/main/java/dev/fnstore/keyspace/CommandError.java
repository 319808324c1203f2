package dev.fnstore.keyspace;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.resp.Reply;

/**
 * Leaves a handler with an error for the client. Thrown before anything is changed; caught only
 * where {@link DataCommands} wraps the handlers.
 */
final class CommandError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Reply.ErrorReply reply;

  private CommandError(Reply.ErrorReply reply) {
    super(reply.text().toText(), null, false, false);
    this.reply = reply;
  }

  /** With the code {@code ERR}. */
  static CommandError of(String text) {
    return new CommandError(Reply.err(text));
  }

  /**
   * With what the user sent between {@code before} and {@code after}. As Valkey formats it: a word
   * ends at a NUL byte, and the message loses line ends at its own end.
   */
  static CommandError quoting(String before, Bytes word, String after) {
    return withCode("ERR " + before + "%s" + after, word);
  }

  /** As {@link #quoting}, with the code in the text, and {@code %s} for each of the words. */
  static CommandError withCode(String format, Bytes... words) {
    String[] parts = format.split("%s", -1);
    Bytes text = Bytes.of(parts[0]);
    for (int i = 0; i < words.length; i++) {
      int nul = words[i].indexOf((byte) 0, 0);
      Bytes shown = nul < 0 ? words[i] : words[i].slice(0, nul);
      text = text.concat(shown).concat(Bytes.of(parts[i + 1]));
    }
    int end = text.length();
    while (text.at(end - 1) == '\r' || text.at(end - 1) == '\n') {
      end--;
    }
    return new CommandError(new Reply.ErrorReply(text.slice(0, end)));
  }

  static CommandError syntax() {
    return of("syntax error");
  }

  static CommandError notAnInteger() {
    return of("value is not an integer or out of range");
  }

  static CommandError wrongType() {
    return new CommandError(
        Reply.ErrorReply.of("WRONGTYPE Operation against a key holding the wrong kind of value"));
  }

  /** For what a command's arity alone can't say. */
  static CommandError wrongNumberOfWords(CommandSpec spec) {
    return of("wrong number of arguments for '" + spec.name() + "' command");
  }

  Reply.ErrorReply reply() {
    return reply;
  }
}
