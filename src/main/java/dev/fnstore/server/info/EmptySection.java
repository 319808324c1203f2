package dev.fnstore.server.info;

/** A section of what this server has not. */
record EmptySection(String name) implements Section {
  @Override
  public void write(InfoLines lines, long nowMs) {}
}
