package dev.fnstore.acl;

/** A rule that cannot be applied, with Valkey's words for why. */
public final class RuleException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    UNKNOWN("Unknown command or category name in ACL"),
    SYNTAX("Syntax error"),
    KEYS_AFTER_ALL(
        "Adding a pattern after the * pattern (or the 'allkeys' flag) is not valid and does not"
            + " have any effect. Try 'resetkeys' to start with an empty list of patterns"),
    CHANNELS_AFTER_ALL(
        "Adding a pattern after the * pattern (or the 'allchannels' flag) is not valid and does"
            + " not have any effect. Try 'resetchannels' to start with an empty list of channels"),
    NO_SUCH_PASSWORD("The password you are trying to remove from the user does not exist"),
    BAD_HASH(
        "The password hash must be exactly 64 characters and contain only lowercase hexadecimal"
            + " characters"),
    FIRST_WORD_OF_SUBCOMMAND("Allowing first-arg of a subcommand is not supported");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  private final Reason reason;

  RuleException(Reason reason) {
    super(reason.text());
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
