package dev.fnstore.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The column families of the event log; the class that owns one draws its record. */
enum Family {
  EVENTS,
  CODE,
  SNAPSHOTS,
  BY_LIBRARY,
  BY_USER,
  BY_KIND,
  NAMES,
  META;

  /** The family of this name in RocksDB; its own {@code default} is none of ours. */
  static Optional<Family> named(byte[] name) {
    return Arrays.stream(values())
        .filter(family -> Arrays.equals(family.familyName(), name))
        .findFirst();
  }

  byte[] familyName() {
    return name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
  }
}
