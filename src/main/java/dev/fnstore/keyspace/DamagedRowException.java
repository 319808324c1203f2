package dev.fnstore.keyspace;

/** A row is not as one is written. */
public final class DamagedRowException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DamagedRowException(String reason) {
    super(reason);
  }
}
