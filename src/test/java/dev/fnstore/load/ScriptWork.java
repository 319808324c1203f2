package dev.fnstore.load;

import dev.fnstore.resp.Reply;
import java.util.Random;

/** EVAL and EVAL_RO. */
final class ScriptWork implements Work {
  private static final String ECHO = "return {KEYS[1], ARGV[1]}";
  private static final String CAUGHT =
      "local ok, why = pcall(function() error({n = tonumber(ARGV[1])}) end) return why.n";

  private final String client;
  private final Random random;
  private long sequence;

  ScriptWork(String client, Random random) {
    this.client = client;
    this.random = random;
  }

  @Override
  public void add(Burst burst) {
    long number = sequence++;
    String word = client + "/e" + number;
    switch (random.nextInt(3)) {
      case 0 ->
          burst.add(
              Check.is(Reply.array(Reply.bulk(client), Reply.bulk(word))),
              "EVAL",
              ECHO,
              "1",
              client,
              word);
      case 1 ->
          burst.add(
              Check.is(Reply.array(Reply.bulk(client), Reply.bulk(word))),
              "EVAL_RO",
              ECHO,
              "1",
              client,
              word);
      default -> burst.add(Check.is(Reply.of(number)), "EVAL", CAUGHT, "0", number);
    }
  }
}
