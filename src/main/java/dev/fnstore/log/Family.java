package dev.fnstore.log;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The column families of the event log; the class that owns one draws its record. */
enum Family {
  EVENTS,
  CODE,
  SNAPSHOTS,
  BY_LIBRARY,
  BY_USER,
  BY_KIND,
  META;

  byte[] familyName() {
    return name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
  }
}
