package dev.fnstore.acl;

import dev.fnstore.bytes.Bytes;

/**
 * Why a user may not do something.
 *
 * @param position of the word that is in the way, 0 for the command itself
 * @param object the command's full name, the key or the channel
 */
public record Denial(Reason reason, int position, Bytes object) {
  /** What is denied; a later one says more than an earlier one. */
  public enum Reason {
    COMMAND("command"),
    KEY("key"),
    /** To be who one claims to be. */
    AUTH("auth"),
    CHANNEL("channel");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    /** As ACL LOG spells it. */
    public String text() {
      return text;
    }
  }

  /** The one that a user of several selectors is told of. */
  Denial orMoreTelling(Denial other) {
    int difference = other.reason.compareTo(reason);
    return difference > 0 || (difference == 0 && other.position > position) ? other : this;
  }

  /** What the user is told, without a code word. */
  public Bytes text(Bytes user) {
    return switch (reason) {
      case KEY -> Bytes.of("No permissions to access a key");
      case CHANNEL -> Bytes.of("No permissions to access a channel");
      case COMMAND, AUTH -> fullText(user);
    };
  }

  /** What an administrator is told, who may know the key or the channel. */
  public Bytes fullText(Bytes user) {
    String what =
        switch (reason) {
          case KEY -> "' key";
          case CHANNEL -> "' channel";
          case COMMAND, AUTH -> "' command";
        };
    String verb = reason == Reason.COMMAND ? "run the '" : "access the '";
    return Bytes.of("User ")
        .concat(user)
        .concat(Bytes.of(" has no permissions to " + verb))
        .concat(object)
        .concat(Bytes.of(what));
  }
}
