package dev.fnstore.log;

import java.io.IOException;

/** A file of a database is not what was written; the message names it and where. */
public final class DamagedFileException extends IOException {
  private static final long serialVersionUID = 1;

  private final String what;

  DamagedFileException(String what) {
    super(what);
    this.what = what;
  }

  /** Which file, where in it, and what is wrong. */
  public String what() {
    return what;
  }
}
