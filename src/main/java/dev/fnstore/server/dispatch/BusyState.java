package dev.fnstore.server.dispatch;

import dev.fnstore.resp.Reply;
import java.util.Optional;

/** Whether a script has run past the busy threshold; for any thread. */
public interface BusyState {
  /** What commands are answered while it does. */
  Optional<Reply.ErrorReply> busyReply();
}
