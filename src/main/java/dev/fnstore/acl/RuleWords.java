package dev.fnstore.acl;

import dev.fnstore.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;

/** The words of ACL SETUSER or of a line of an ACL file, as rules. */
public final class RuleWords {
  private static final Bytes BLANK = Bytes.of(" ");
  private static final Bytes REDACTED = Bytes.of("(redacted)");

  private RuleWords() {}

  /** A parenthesis is not closed. */
  public static final class UnmatchedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Bytes word;

    private UnmatchedException(Bytes word) {
      super("unmatched parenthesis");
      this.word = word;
    }

    /** The word that opens it. */
    public Bytes word() {
      return word;
    }
  }

  /** The rules: a selector in parentheses that is spread over several words is one of them. */
  public static List<Bytes> join(List<Bytes> words) throws UnmatchedException {
    List<Bytes> rules = new ArrayList<>();
    Bytes opening = null;
    Bytes open = Bytes.EMPTY;
    for (Bytes word : words) {
      if (opening == null && (!opens(word) || closes(word))) {
        rules.add(word);
        continue;
      }
      open = opening == null ? word : open.concat(BLANK).concat(word);
      opening = opening == null ? word : opening;
      if (closes(word)) {
        rules.add(open);
        opening = null;
      }
    }
    if (opening != null) {
      throw new UnmatchedException(opening);
    }
    return rules;
  }

  static boolean opens(Bytes word) {
    return !word.isEmpty() && word.at(0) == '(';
  }

  static boolean closes(Bytes word) {
    return !word.isEmpty() && word.at(word.length() - 1) == ')';
  }

  /**
   * A rule as it may be told to who wrote it: without passwords, also where they are out of place.
   */
  public static Bytes withoutPasswords(Bytes rule) {
    return hide(rule, "><");
  }

  /** A rule as it may be told to all: without hashes too, from which a weak password is found. */
  public static Bytes withoutSecrets(Bytes rule) {
    return hide(rule, "><#!");
  }

  /** Hides all behind the first word that begins with one of {@code marks}. */
  private static Bytes hide(Bytes rule, String marks) {
    boolean atStart = true;
    for (int i = 0; i < rule.length(); i++) {
      byte b = rule.at(i);
      if (atStart && marks.indexOf(b) >= 0) {
        return rule.slice(0, i + 1).concat(REDACTED);
      }
      atStart = b == ' ' || b == '(' || b == '"' || b == '\'';
    }
    return rule;
  }
}
