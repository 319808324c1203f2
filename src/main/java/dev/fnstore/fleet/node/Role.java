package dev.fnstore.fleet.node;

/** Whether a server is written to, or follows one that is. */
public enum Role {
  PRIMARY,
  REPLICA
}
