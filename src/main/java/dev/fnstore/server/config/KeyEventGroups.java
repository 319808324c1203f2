package dev.fnstore.server.config;

/**
 * Which events of keys are told to subscribers, as {@code notify-keyspace-events} says it: a letter
 * for each group, {@code K} and {@code E} for the channels on which they are told.
 *
 * @param mask a bit for each letter
 */
public record KeyEventGroups(int mask) {
  static final KeyEventGroups NONE = new KeyEventGroups(0);

  /** In Valkey's order. */
  private static final String ALL = "g$lshzxetd";

  private static final String LETTERS = ALL + "nKEm";

  /** Whether the group of this letter is among them. */
  public boolean has(char letter) {
    return (mask & 1 << LETTERS.indexOf(letter)) != 0;
  }

  private boolean hasAll() {
    return ALL.chars().allMatch(letter -> has((char) letter));
  }

  static final class Format implements Parameter.Format<KeyEventGroups> {
    @Override
    public KeyEventGroups parse(String text) throws InvalidValueException {
      int mask = 0;
      String letters = text.replace("A", ALL);
      for (int i = 0; i < letters.length(); i++) {
        int bit = LETTERS.indexOf(letters.charAt(i));
        if (bit < 0) {
          throw new InvalidValueException("Invalid event class character. Use 'Ag$lshzxeKEtmdn'.");
        }
        mask |= 1 << bit;
      }
      return new KeyEventGroups(mask);
    }

    /** New keys are not named beside all, as in Valkey. */
    @Override
    public String print(KeyEventGroups value) {
      StringBuilder text = new StringBuilder();
      if (value.hasAll()) {
        text.append('A');
      }
      for (int i = 0; i < LETTERS.length(); i++) {
        char letter = LETTERS.charAt(i);
        boolean isNamed = !value.hasAll() || "KEm".indexOf(letter) >= 0;
        if (isNamed && value.has(letter)) {
          text.append(letter);
        }
      }
      return text.toString();
    }
  }
}
