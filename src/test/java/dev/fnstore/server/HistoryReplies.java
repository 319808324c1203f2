package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.resp.Reply;
import java.util.List;

/** What tests of history load, and what they read in its replies. */
final class HistoryReplies {
  private HistoryReplies() {}

  static String source(String name, String function) {
    return "#!lua name=%s\nserver.register_function('%s', function() return '%s' end)"
        .formatted(name, function, function);
  }

  static List<Reply> items(Reply reply) {
    assertThat(reply).isInstanceOf(Reply.Array.class);
    return ((Reply.Array) reply).items();
  }

  static List<String> keys(Reply reply) {
    assertThat(reply).isInstanceOf(Reply.Dictionary.class);
    return ((Reply.Dictionary) reply)
        .entries().stream().map(entry -> ((Reply.Bulk) entry.key()).value().toText()).toList();
  }

  static Reply get(Reply reply, String key) {
    assertThat(reply).isInstanceOf(Reply.Dictionary.class);
    return ((Reply.Dictionary) reply)
        .entries().stream()
            .filter(entry -> entry.key().equals(Reply.bulk(key)))
            .findFirst()
            .orElseThrow()
            .value();
  }
}
