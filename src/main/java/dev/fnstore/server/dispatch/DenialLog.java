package dev.fnstore.server.dispatch;

import dev.fnstore.acl.Denial;
import dev.fnstore.bytes.Bytes;

/** Told of what clients may not do; by any thread. */
public interface DenialLog {
  /** Where it was tried. */
  enum Context {
    TOPLEVEL("toplevel"),
    MULTI("multi"),
    /** In a function or script. */
    LUA("lua");

    private final String text;

    Context(String text) {
      this.text = text;
    }

    /** As ACL LOG spells it. */
    public String text() {
      return text;
    }
  }

  /**
   * A client was denied something.
   *
   * @param user as whom; where it could not log in, as whom it tried to
   */
  void denied(Client client, Denial denial, Context context, Bytes user);
}
