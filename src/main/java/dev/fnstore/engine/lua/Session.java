package dev.fnstore.engine.lua;

import dev.fnstore.engine.ScriptHost;
import dev.fnstore.resp.Protocol;
import org.jspecify.annotations.Nullable;

/** What is true of the run that is going on: its host, the protocol it chose, its registrations. */
final class Session {
  private @Nullable ScriptHost host;
  private Protocol protocol = Protocol.RESP2;
  private @Nullable Registrations registrations;

  void beginLoad(Registrations target) {
    registrations = target;
    host = null;
  }

  void endLoad() {
    registrations = null;
  }

  void beginRun(ScriptHost newHost) {
    host = newHost;
    protocol = Protocol.RESP2;
  }

  void endRun() {
    host = null;
  }

  /** Null while a library loads. */
  @Nullable ScriptHost host() {
    return host;
  }

  ScriptHost runningHost() {
    ScriptHost running = host;
    if (running == null) {
      throw ErrorTable.raise("server.call can only be called inside a script invocation");
    }
    return running;
  }

  Protocol protocol() {
    return protocol;
  }

  void speak(Protocol chosen) {
    protocol = chosen;
  }

  /** Null unless a library loads. */
  @Nullable Registrations registrations() {
    return registrations;
  }
}
