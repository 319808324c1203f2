package dev.fnstore.load;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import java.util.Random;

/** ECHO, INCR, SET and GET of keys that no other client knows. */
final class DataWork implements Work {
  private final String client;
  private final Random random;
  private final int largestValueBytes;
  private long sequence;
  private long counter;
  private Reply value = Reply.NULL;

  /**
   * The traffic of one client.
   *
   * @param largestValueBytes of what it stores
   */
  DataWork(String client, Random random, int largestValueBytes) {
    this.client = client;
    this.random = random;
    this.largestValueBytes = largestValueBytes;
  }

  @Override
  public void add(Burst burst) {
    switch (random.nextInt(4)) {
      case 0 -> {
        String word = client + "/" + sequence++;
        burst.add(Check.is(Reply.bulk(word)), "ECHO", word);
      }
      case 1 -> burst.add(this::isNext, "INCR", "counter:" + client);
      case 2 -> {
        byte[] content = new byte[1 + random.nextInt(largestValueBytes)];
        random.nextBytes(content);
        Bytes stored = Bytes.wrap(content);
        burst.add(reply -> isStored(reply, stored), "SET", "value:" + client, stored);
      }
      default -> burst.add(reply -> reply.equals(value), "GET", "value:" + client);
    }
  }

  private boolean isNext(Reply reply) {
    return reply.equals(Reply.of(++counter));
  }

  private boolean isStored(Reply reply, Bytes stored) {
    value = Reply.bulk(stored);
    return reply.equals(Reply.OK);
  }

  @Override
  public void close(Burst burst) {
    burst.add(
        reply -> reply.equals(counter == 0 ? Reply.NULL : Reply.bulk(Bytes.of(counter))),
        "GET",
        "counter:" + client);
  }
}
