package dev.fnstore.engine;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Protocol;
import dev.fnstore.resp.Reply;
import java.util.List;

/** What a running function can reach of the server. */
public interface ScriptHost {
  /**
   * Runs a command for {@code server.call}.
   *
   * @param words at least one
   * @param protocol what the script chose with {@code server.setresp}
   * @return its reply; a refusal is a {@link Reply.ErrorReply} too
   */
  Reply call(List<Bytes> words, Protocol protocol);

  /** For {@code server.acl_check_cmd}. */
  AclAnswer mayCall(List<Bytes> words);

  /** The answer of {@link #mayCall}. */
  enum AclAnswer {
    ALLOWED,
    DENIED,
    /** There is no such command. */
    INVALID
  }

  /** For {@code server.log}. */
  void log(LogLevel level, Bytes message);

  /** The levels of {@code server.log}: 0 to 3. */
  enum LogLevel {
    DEBUG,
    VERBOSE,
    NOTICE,
    WARNING
  }

  /** What may end the run; polled by the engine. */
  Interrupt interrupt();
}
