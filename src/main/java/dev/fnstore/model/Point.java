package dev.fnstore.model;

import dev.fnstore.bytes.Bytes;

/** A place in history, as somebody names it. */
public sealed interface Point {
  /** A revision; 0 is the empty registry. */
  record AtRevision(Revision revision) implements Point {}

  /** The newest revision at an instant, in ms since 1970. */
  record AtTime(long timeMs) implements Point {}

  /** The newest revision of as long ago. */
  record Ago(long ageMs) implements Point {}

  /** What a tag stands for. */
  record AtTag(Bytes name) implements Point {}
}
