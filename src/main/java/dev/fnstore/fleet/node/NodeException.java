package dev.fnstore.fleet.node;

import io.vertx.redis.client.Response;
import java.util.Locale;

/**
 * Why a server did not do what it was asked. Messages are for people: one line, bounded, and never
 * with a password in it.
 */
public abstract sealed class NodeException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int MOST_CHARACTERS = 300;

  private NodeException(String message) {
    super(message);
  }

  /**
   * There is no answer, or none that makes sense: refused, timed out, gone, no such server. What
   * was asked may have been done or not.
   */
  public static final class Unreachable extends NodeException {
    private static final long serialVersionUID = 1L;

    public Unreachable(String reason) {
      super(clean(reason));
    }
  }

  /** The server has answered with an error. What was asked was not done. */
  public static final class Refused extends NodeException {
    private static final long serialVersionUID = 1L;

    private final String command;
    private final String line;

    /**
     * An error reply.
     *
     * @param command what was asked, such as {@code FUNCTION RESTORE}
     * @param line the error as the server wrote it, its code first
     */
    public Refused(String command, String line) {
      super(clean(command) + ": " + clean(line));
      this.command = clean(command);
      this.line = clean(line);
    }

    /** What an error among the replies of a transaction says. */
    public static Refused of(String command, Response error) {
      return new Refused(command, String.valueOf(error));
    }

    public String command() {
      return command;
    }

    /** The error line, cleaned and cut at 300 characters. */
    public String line() {
      return line;
    }

    /** The first word: {@code NOAUTH}, {@code NOPERM}, {@code OOM}, {@code READONLY}, … */
    public String code() {
      int space = line.indexOf(' ');
      return space < 0 ? line : line.substring(0, space);
    }

    /** Whether the server does not know us: no password, or a wrong one. */
    public boolean isOfLogin() {
      return code().equals("NOAUTH") || code().equals("WRONGPASS");
    }
  }

  /** We cannot even try: a password or a file that is to be used is not there. */
  public static final class Misconfigured extends NodeException {
    private static final long serialVersionUID = 1L;

    public Misconfigured(String reason) {
      super(clean(reason));
    }
  }

  /** What the server answered makes no sense to us. */
  static Unreachable strange(String command, String what) {
    return new Unreachable(
        String.format(
            Locale.ROOT, "the answer to %s is not that of a Valkey or Redis: %s", command, what));
  }

  private static String clean(String text) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < text.length() && i < MOST_CHARACTERS; i++) {
      char c = text.charAt(i);
      line.append(Character.isISOControl(c) ? ' ' : c);
    }
    return line.append(text.length() > MOST_CHARACTERS ? "…" : "").toString().strip();
  }
}
