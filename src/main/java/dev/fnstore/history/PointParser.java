package dev.fnstore.history;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.Integers;
import dev.fnstore.model.Point;
import dev.fnstore.model.Revision;
import dev.fnstore.registry.RefusedException;
import dev.fnstore.registry.Tags;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.OptionalLong;

/**
 * Reads points: {@code 42}, {@code 2026-11-20T09:00:00Z} (any ISO-8601 date and time with a zone),
 * {@code -15m} (with s, m, h, d or w) or a tag's name, which begins with a letter.
 */
public final class PointParser {
  private static final long SECOND_MS = 1000;

  private PointParser() {}

  /**
   * Reads a point.
   *
   * @throws RefusedException if it is none
   */
  public static Point parse(Bytes text) throws RefusedException {
    if (Tags.isName(text)) {
      return new Point.AtTag(text);
    } else if (text.length() > 1 && text.at(0) == '-') {
      return new Point.Ago(age(text));
    }
    OptionalLong number = Integers.parse(text);
    return number.isPresent()
        ? new Point.AtRevision(new Revision(number.getAsLong()))
        : new Point.AtTime(timeMs(text));
  }

  private static long age(Bytes text) throws RefusedException {
    OptionalLong count = Integers.parse(text.slice(1, text.length() - 1));
    if (count.isEmpty() || count.getAsLong() < 0) {
      throw notAPoint(text);
    }
    long unitMs =
        switch (text.at(text.length() - 1)) {
          case 's' -> SECOND_MS;
          case 'm' -> 60 * SECOND_MS;
          case 'h' -> 3600 * SECOND_MS;
          case 'd' -> 24 * 3600 * SECOND_MS;
          case 'w' -> 7 * 24 * 3600 * SECOND_MS;
          default -> throw notAPoint(text);
        };
    try {
      return Math.multiplyExact(count.getAsLong(), unitMs);
    } catch (ArithmeticException e) {
      throw notAPoint(text);
    }
  }

  private static long timeMs(Bytes text) throws RefusedException {
    try {
      return OffsetDateTime.parse(text.toLatin1()).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw notAPoint(text);
    }
  }

  private static RefusedException notAPoint(Bytes text) {
    return RefusedException.naming(
        "'",
        text,
        "' is no point in history: it is a revision (42), a time with a zone"
            + " (2026-11-20T09:00:00Z), an age (-15m) or a tag (release-7)");
  }
}
