package dev.fnstore.server.dispatch;

/** Told of commands as they run, also of those that functions call. */
public interface CallObserver {
  /** Whether it wants to be told: asked for every command, so it is cheap. */
  boolean isInterested();

  /** A command begins. */
  void begins(Call call);

  /** An EXEC was refused: what was to run in it never does. */
  default void transactionAbandoned(Client client) {}

  /** A command has run. */
  void ran(Call call);

  /** A command that has waited was run again. */
  default void ranAgain(Call call) {}
}
