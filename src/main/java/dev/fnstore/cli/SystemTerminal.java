package dev.fnstore.cli;

import java.io.Console;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/** The terminal that this process was started on. */
final class SystemTerminal implements Terminal {
  private final @Nullable Console console;

  SystemTerminal() {
    // From JDK 22 on there is else a console also where there is no terminal.
    System.setProperty("jdk.console", "java.base");
    this.console = System.console();
  }

  @Override
  public boolean isThere() {
    return console != null;
  }

  /** As picocli finds out, which minds NO_COLOR. */
  @Override
  public boolean hasColours() {
    return isThere() && Ansi.AUTO.enabled();
  }

  @Override
  public @Nullable String secret(String prompt) {
    char[] told = console == null ? null : console.readPassword("%s", prompt);
    return told == null ? null : new String(told);
  }

  @Override
  public boolean confirms(String question) {
    String answer = console == null ? null : console.readLine("%s [y/N] ", question);
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
  }
}
