package dev.fnstore.load;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import java.util.List;
import java.util.Random;

/** MULTI, EXEC, DISCARD and WATCH, with functions inside. */
final class TransactionWork implements Work {
  private static final Check OK = Check.is(Reply.OK);
  private static final Check QUEUED = Check.is(Reply.simple("QUEUED"));

  private final String client;
  private final Random random;
  private final boolean nullIsOneType;
  private long sequence;
  private long counter;

  /** Whether the key that is watched was changed, as far as is known. */
  private boolean changed;

  /**
   * The traffic of one client.
   *
   * @param resp3 whether it speaks RESP3, where there is one null
   */
  TransactionWork(String client, Random random, boolean resp3) {
    this.client = client;
    this.random = random;
    this.nullIsOneType = resp3;
  }

  @Override
  public void add(Burst burst) {
    int dice = random.nextInt(4);
    boolean watches = dice == 0;
    if (watches) {
      String watched = "watched:" + client;
      burst.add(this::beginsToWatch, "WATCH", watched);
      if (random.nextBoolean()) {
        burst.add(this::isChanged, "SET", watched, Long.toString(sequence));
      }
    }
    burst.add(OK, "MULTI");
    String word = client + "/t" + sequence++;
    burst.add(QUEUED, "ECHO", word);
    burst.add(QUEUED, "INCR", "transacted:" + client);
    burst.add(QUEUED, "FCALL", "load_loop", "0", word, "20");
    if (dice == 1) {
      burst.add(OK, "DISCARD");
    } else {
      burst.add(reply -> isExecuted(reply, word, watches), "EXEC");
    }
  }

  private boolean beginsToWatch(Reply reply) {
    changed = false;
    return reply.equals(Reply.OK);
  }

  private boolean isChanged(Reply reply) {
    changed = true;
    return reply.equals(Reply.OK);
  }

  private boolean isExecuted(Reply reply, String word, boolean watches) {
    if (watches && changed) {
      return reply.equals(nullIsOneType ? Reply.NULL : Reply.NULL_ARRAY);
    }
    counter++;
    return reply.equals(
        Reply.array(
            Reply.bulk(word),
            Reply.of(counter),
            Reply.array(List.of(Reply.bulk(word), Reply.of(210)))));
  }

  @Override
  public void close(Burst burst) {
    burst.add(
        reply -> reply.equals(counter == 0 ? Reply.NULL : Reply.bulk(Bytes.of(counter))),
        "GET",
        "transacted:" + client);
  }
}
