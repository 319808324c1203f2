package dev.fnstore.server.command;

import dev.fnstore.registry.RefusedException;
import dev.fnstore.resp.Reply;

/** What may be refused. */
interface Refusable {
  Reply run() throws RefusedException;

  /** Its reply, or the error that tells why it was refused. */
  static Reply answer(Refusable refusable) {
    try {
      return refusable.run();
    } catch (RefusedException e) {
      return new Reply.ErrorReply(e.line());
    }
  }
}
