package dev.fnstore.load;

import dev.fnstore.resp.Reply;
import java.util.List;

/**
 * Publishes to a channel that the client itself has subscribed to, by its commands and from within
 * a function: every message comes back, in order. RESP3 only.
 */
final class PublishWork implements Work {
  private final Reply channel;
  private final String channelName;
  private long sequence;
  private long published;
  private long received;

  /** The last number that came back. */
  private long last = -1;

  private String complaint = "";

  PublishWork(String client) {
    this.channelName = channelOf(client);
    this.channel = Reply.bulk(channelName);
  }

  static String channelOf(String client) {
    return "channel:" + client;
  }

  @Override
  public void open(Burst burst) {
    burst.add(
        Check.is(new Reply.Push(List.of(Reply.bulk("subscribe"), channel, Reply.ONE))),
        "SUBSCRIBE",
        channelName);
  }

  @Override
  public void add(Burst burst) {
    long number = sequence++;
    if (number % 3 == 0) {
      burst.add(
          this::isPublished,
          "EVAL",
          "return server.call('PUBLISH', ARGV[1], ARGV[2])",
          "0",
          channelName,
          number);
    } else {
      burst.add(this::isPublished, "PUBLISH", channelName, number);
    }
  }

  private boolean isPublished(Reply reply) {
    published++;
    return reply instanceof Reply.Int receivers && receivers.value() >= 1;
  }

  @Override
  public boolean pushed(List<Reply> message) {
    if (message.size() != 3
        || !message.get(0).equals(Reply.bulk("message"))
        || !message.get(1).equals(channel)
        || !(message.get(2) instanceof Reply.Bulk text)) {
      return false;
    }
    long number = Long.parseLong(text.value().toText());
    if (number <= last) {
      complaint = "message " + number + " came after " + last;
    }
    last = number;
    received++;
    return true;
  }

  @Override
  public List<String> complaints() {
    if (!complaint.isEmpty()) {
      return List.of(complaint);
    }
    return received == published
        ? List.of()
        : List.of("published " + published + " messages and got " + received);
  }
}
