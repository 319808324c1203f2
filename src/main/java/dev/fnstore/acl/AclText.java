package dev.fnstore.acl;

import dev.fnstore.bytes.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The text of an ACL file: a line for each user.
 *
 * <pre>
 * user default on nopass sanitize-payload ~* &amp;* +@all
 * user ann on sanitize-payload #5e88… ~app:* resetchannels -@all +@read (%W~tmp:* resetchannels -@all +set)
 * </pre>
 *
 * Blank lines are passed over; there are no comments.
 */
public final class AclText {
  private static final Bytes USER = Bytes.of("user");

  private final UserRules rules;
  private final String file;
  private final Map<Bytes, User> users = new LinkedHashMap<>();
  private final List<String> faults = new ArrayList<>();

  private AclText(UserRules rules, String file) {
    this.rules = rules;
    this.file = file;
  }

  /** A text that is none, with Valkey's words for each line that is wrong. */
  public static final class AclTextException extends Exception {
    private static final long serialVersionUID = 1L;

    AclTextException(String message) {
      super(message);
    }
  }

  /** The text of {@code users}. */
  public static Bytes write(Collection<User> users) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (User user : users) {
      text.writeBytes(user.describe().shared());
      text.write('\n');
    }
    return Bytes.wrap(text.toByteArray());
  }

  /**
   * The users of a text.
   *
   * @param file as it is named in what is said of its faults
   */
  public static Collection<User> read(Bytes text, String file, UserRules rules)
      throws AclTextException {
    AclText reader = new AclText(rules, file);
    int number = 0;
    for (Bytes line : split(text, (byte) '\n')) {
      reader.line(trim(line), ++number);
    }
    if (!reader.faults.isEmpty()) {
      throw new AclTextException(String.join("", reader.faults));
    }
    return reader.users.values();
  }

  private void line(Bytes line, int number) {
    if (line.isEmpty()) {
      return;
    }
    List<Bytes> words = split(line, (byte) ' ');
    if (!words.get(0).equals(USER) || words.size() < 2) {
      fault(file + ":" + number + " should start with user keyword followed by the username. ");
      return;
    }
    Bytes name = words.get(1);
    if (!UserRules.isName(name)) {
      fault(
          "'"
              + file
              + ":"
              + number
              + ": username '"
              + shown(name)
              + "' contains invalid characters. ");
    } else if (users.containsKey(name)) {
      fault("WARNING: Duplicate user '" + shown(name) + "' found on line " + number + ". ");
    } else {
      users.put(name, user(rules.create(name), words.subList(2, words.size()), number));
    }
  }

  private User user(User empty, List<Bytes> words, int number) {
    User user = empty;
    boolean told = false;
    try {
      for (Bytes word : RuleWords.join(words)) {
        Bytes rule = trim(word);
        try {
          user = rules.apply(user, rule);
        } catch (RuleException e) {
          // Which rule it is is told of unknown commands only: others may be passwords.
          if (e.reason() == RuleException.Reason.UNKNOWN) {
            fault(
                at(number)
                    + "Error in applying operation '"
                    + shown(rule)
                    + "': "
                    + e.reason().text()
                    + ". ");
          } else if (!told) {
            fault(at(number) + e.reason().text() + ". ");
            told = true;
          }
        }
      }
    } catch (RuleWords.UnmatchedException e) {
      fault(at(number) + "Unmatched parenthesis in selector definition.");
    }
    return user;
  }

  private String at(int number) {
    return file + ":" + number + ": ";
  }

  private void fault(String text) {
    faults.add(text);
  }

  private static String shown(Bytes word) {
    return word.toText();
  }

  private static List<Bytes> split(Bytes text, byte separator) {
    List<Bytes> parts = new ArrayList<>();
    int from = 0;
    for (int at = text.indexOf(separator, 0); at >= 0; at = text.indexOf(separator, from)) {
      parts.add(text.slice(from, at));
      from = at + 1;
    }
    parts.add(text.slice(from, text.length()));
    return parts;
  }

  private static Bytes trim(Bytes line) {
    int from = 0;
    int to = line.length();
    while (from < to && isBlank(line.at(from))) {
      from++;
    }
    while (to > from && isBlank(line.at(to - 1))) {
      to--;
    }
    return line.slice(from, to);
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }
}
