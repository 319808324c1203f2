package dev.fnstore.cli.source;

import dev.fnstore.resp.Reply;

/** No answer, or one that is an error; the message is for people and says what to do next. */
public final class SourceException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The code of most errors, which says nothing. */
  private static final String PLAIN_CODE = "ERR ";

  public SourceException(String message) {
    super(message);
  }

  SourceException(String message, Throwable cause) {
    super(message, cause);
  }

  /** What an error reply says. */
  static SourceException of(Reply.ErrorReply error) {
    return new SourceException(advised(error.text().toText()));
  }

  private static String advised(String text) {
    if (text.startsWith("NOAUTH")) {
      return "the server wants a password. Set FNSTORE_PASSWORD, and name the user in --url unless"
          + " it is 'default'.";
    } else if (text.startsWith("WRONGPASS")) {
      return "the server knows no such user, or the password is wrong. Look at FNSTORE_PASSWORD and"
          + " at the user in --url.";
    }
    return text.startsWith(PLAIN_CODE) ? text.substring(PLAIN_CODE.length()) : text;
  }
}
