package dev.fnstore.server.command;

/** Whether RESTORE verifies checksums; only DEBUG turns that off. */
public final class ChecksumSwitch {
  private boolean verified = true;

  boolean areVerified() {
    return verified;
  }

  void verify(boolean on) {
    verified = on;
  }
}
