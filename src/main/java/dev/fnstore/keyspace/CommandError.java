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

  /** With what the user sent, byte for byte, between {@code before} and {@code after}. */
  static CommandError quoting(String before, Bytes word, String after) {
    return new CommandError(
        new Reply.ErrorReply(Bytes.of("ERR " + before).concat(word).concat(Bytes.of(after))));
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
