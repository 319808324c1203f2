package dev.fnstore.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.resp.Reply;
import dev.fnstore.testing.RespConnection;

/** Sees whether the registry is as it was: its listing, its log, and a call of a function. */
final class RegistryWatch {
  private static final String LIBRARY =
      "#!lua name=watched\nserver.register_function('watched', function(k, a) return a[1] end)";

  /** What is compared. */
  record Sight(Reply listing, String revision) {}

  private final RespConnection client;

  /** Loads a function to be called. */
  RegistryWatch(RespConnection client) {
    this.client = client;
    assertThat(client.call("FUNCTION", "LOAD", "REPLACE", LIBRARY))
        .isEqualTo(Reply.bulk("watched"));
  }

  Sight look() {
    assertThat(client.call("FCALL", "watched", "0", "here")).isEqualTo(Reply.bulk("here"));
    return new Sight(listing(), revision());
  }

  Reply listing() {
    return client.call("FUNCTION", "LIST", "WITHCODE");
  }

  String revision() {
    Reply info = client.call("INFO", "persistence");
    String text = ((Reply.Bulk) info).value().toLatin1();
    return text.lines().filter(line -> line.startsWith("log_revision:")).findFirst().orElseThrow();
  }
}
