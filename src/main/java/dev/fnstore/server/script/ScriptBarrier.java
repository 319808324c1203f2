package dev.fnstore.server.script;

/** Told before a script starts, so that its length holds back nobody's acknowledgement. */
public interface ScriptBarrier {
  /** Puts on disk and sends what other commands of the batch have done. */
  void beforeScript();
}
