package dev.fnstore.command;

import java.util.Locale;

/** The flags of COMMAND INFO, in the order in which Valkey lists them. */
public enum CommandFlag {
  WRITE,
  READONLY,
  DENYOOM,
  MODULE,
  ADMIN,
  PUBSUB,
  NOSCRIPT,
  BLOCKING,
  LOADING,
  STALE,
  SKIP_MONITOR,
  SKIP_COMMANDLOG,
  ASKING,
  FAST,
  NO_AUTH,
  NO_ASYNC_LOADING,
  NO_MULTI,
  NO_MANDATORY_KEYS,
  MOVABLEKEYS,
  ALLOW_BUSY,
  /** Internal to Valkey, never shown: the command may replicate although it is no write. */
  MAY_REPLICATE;

  /** As COMMAND INFO spells it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
