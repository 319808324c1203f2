package dev.fnstore.model;

/** How FUNCTION RESTORE joins a payload with what is there. */
public enum RestorePolicy {
  /** All that was there goes. */
  FLUSH,
  /** A library that is there already refuses the payload. */
  APPEND,
  /** A library that is there already is replaced. */
  REPLACE
}
