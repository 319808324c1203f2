package dev.fnstore.server.dispatch;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.command.CommandSpec;
import java.util.List;

/**
 * One command of one client, with the right number of words.
 *
 * @param words the command's name first, in the client's own spelling
 * @param nowMs the time that holds for the whole command, in ms since 1970; frozen in a script
 */
public record Call(Client client, CommandSpec spec, List<Bytes> words, long nowMs) {
  /** The word at {@code index}; 0 is the command's name. */
  public Bytes word(int index) {
    return words.get(index);
  }

  public int wordCount() {
    return words.size();
  }
}
