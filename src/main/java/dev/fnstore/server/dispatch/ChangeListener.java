package dev.fnstore.server.dispatch;

import dev.fnstore.bytes.Bytes;
import java.util.List;

/** Told of each change of users or of parameters, once it has been made. By who runs commands. */
public interface ChangeListener {
  /**
   * A change was made.
   *
   * @param words of the command that made it, without any password
   */
  void changed(Client client, List<Bytes> words);
}
