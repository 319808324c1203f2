package dev.fnstore.server.command;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandSpec;
import dev.fnstore.resp.Reply;
import dev.fnstore.server.dispatch.Call;
import dev.fnstore.server.dispatch.Command;
import java.util.OptionalLong;

/**
 * LOLWUT: a stack of libraries, one leaning a little more than the other, and the version. {@code
 * VERSION} chooses how high the stack is.
 */
public final class LolwutCommand implements Command {
  private static final int DEFAULT_HEIGHT = 6;
  private static final int MAX_HEIGHT = 24;
  private static final int WIDTH = 14;

  private final CommandSpec spec =
      CommandSpec.command("lolwut", -1)
          .flags("readonly fast")
          .group("server")
          .since("5.0.0")
          .syntax("[VERSION version]")
          .summary("Draws something, and tells the version.")
          .build();
  private final String version;

  public LolwutCommand(String version) {
    this.version = version;
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public Reply run(Call call) {
    long height = DEFAULT_HEIGHT;
    if (call.wordCount() >= 3 && call.word(1).equalsIgnoreCase("version")) {
      OptionalLong chosen = Words.number(call.word(2));
      if (chosen.isEmpty()) {
        return Words.NOT_AN_INTEGER;
      }
      height = Math.max(1, Math.min(MAX_HEIGHT, chosen.getAsLong()));
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < height; i++) {
      int lean = (int) Math.round(Math.sin(i * 0.9) * i / 2 + MAX_HEIGHT / 2.0);
      text.append(" ".repeat(lean)).append('[').append("=".repeat(WIDTH)).append("]\n");
    }
    text.append("\nfnstore ver. ").append(version).append('\n');
    return new Reply.Verbatim(Bytes.of("txt"), Bytes.of(text.toString()));
  }
}
