package dev.fnstore.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/** What a process has been given beside its arguments. */
record Surroundings(
    InputStream in, OutputStream out, Map<String, String> environment, Terminal terminal) {

  /** Those of this process. */
  static Surroundings ofThisProcess() {
    return new Surroundings(System.in, System.out, System.getenv(), new SystemTerminal());
  }
}
