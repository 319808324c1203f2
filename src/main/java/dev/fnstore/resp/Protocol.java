package dev.fnstore.resp;

/** Which RESP a client, or a script with {@code server.setresp}, speaks. */
public enum Protocol {
  RESP2(2),
  RESP3(3);

  private final int number;

  Protocol(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
