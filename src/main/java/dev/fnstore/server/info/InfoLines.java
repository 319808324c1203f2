package dev.fnstore.server.info;

import java.util.Locale;

/** The text of INFO as it is put together. */
final class InfoLines {
  private static final String UNITS = "KMGTPE";

  private final StringBuilder text = new StringBuilder();

  /** Begins a section. */
  void section(String name) {
    if (!text.isEmpty()) {
      text.append("\r\n");
    }
    text.append("# ").append(name).append("\r\n");
  }

  void add(String field, Object value) {
    text.append(field).append(':').append(value).append("\r\n");
  }

  /** With a fraction of {@code digits} digits. */
  void add(String field, double value, int digits) {
    add(field, String.format(Locale.ROOT, "%." + digits + "f", value));
  }

  /** Twice: the number itself, and {@code field_human} for people, as Valkey has it. */
  void addBytes(String field, long bytes) {
    add(field, bytes);
    add(field + "_human", human(bytes));
  }

  private static String human(long bytes) {
    if (bytes < 1024) {
      return bytes + "B";
    }
    double value = bytes;
    int unit = -1;
    while (value >= 1024 && unit + 1 < UNITS.length()) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.2f%s", value, UNITS.charAt(unit));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
