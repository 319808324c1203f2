package dev.fnstore.load;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.resp.Reply;
import java.util.List;
import java.util.Random;

/** Calls of functions that all clients share: short ones, long ones, some that catch errors. */
final class FunctionWork implements Work {
  static final int PAIRS = 16;

  static final String LIBRARY =
      """
      #!lua name=load
      server.register_function('load_echo', function(keys, args)
        return {args[1], #keys}
      end)
      server.register_function('load_next', function(keys, args)
        return {args[1], server.call('INCR', keys[1])}
      end)
      server.register_function('load_loop', function(keys, args)
        local sum = 0
        for i = 1, tonumber(args[2]) do sum = sum + i end
        return {args[1], sum}
      end)
      server.register_function('load_guard', function(keys, args)
        local caught = 0
        for i = 1, tonumber(args[2]) do
          local ok, why = pcall(function()
            for j = 1, 50 do if j == 49 then error({step = i}) end end
          end)
          if not ok and why.step == i then caught = caught + 1 end
        end
        return {args[1], caught}
      end)
      server.register_function('load_sort', function(keys, args)
        local items = {}
        for i = 1, tonumber(args[2]) do items[i] = (i * 7919) % 1009 end
        table.sort(items, function(a, b) return a < b end)
        for i = 2, #items do if items[i - 1] > items[i] then return {args[1], 0} end end
        return {args[1], #items}
      end)
      server.register_function('load_pair', function(keys, args)
        local a = tonumber(server.call('GET', keys[1]) or 0)
        local b = tonumber(server.call('GET', keys[2]) or 0)
        if a ~= b then return server.error_reply('TORN ' .. a .. ' ' .. b) end
        server.call('SET', keys[1], a + 1)
        local sum = 0
        for i = 1, tonumber(args[2]) do sum = sum + i end
        if tonumber(server.call('GET', keys[1])) ~= a + 1 then
          return server.error_reply('TORN within')
        end
        server.call('SET', keys[2], b + 1)
        return {args[1], a + 1}
      end)
      """;

  private final String client;
  private final Random random;
  private final Findings findings;
  private final int longestLoop;
  private final long[] pairs = new long[PAIRS];
  private long sequence;
  private long counter;

  /**
   * The traffic of one client.
   *
   * @param longestLoop steps of the longest loops: some ms for a million
   */
  FunctionWork(String client, Random random, Findings findings, int longestLoop) {
    this.client = client;
    this.random = random;
    this.findings = findings;
    this.longestLoop = longestLoop;
  }

  @Override
  public void add(Burst burst) {
    String word = client + "/f" + sequence++;
    int dice = random.nextInt(100);
    if (dice < 40) {
      burst.add(is(word, 0), "FCALL", "load_echo", "0", word);
    } else if (dice < 60) {
      burst.add(
          reply -> isPair(reply, word, ++counter),
          "FCALL",
          "load_next",
          "1",
          "next:" + client,
          word);
    } else if (dice < 70) {
      addPair(burst, word);
    } else if (dice < 80) {
      long steps = loop();
      burst.add(is(word, steps * (steps + 1) / 2), "FCALL", "load_loop", "0", word, steps);
    } else if (dice < 90) {
      long rounds = 1 + loop() / 200;
      burst.add(is(word, rounds), "FCALL", "load_guard", "0", word, rounds);
    } else {
      long items = 2 + loop() / 50;
      burst.add(is(word, items), "FCALL", "load_sort", "0", word, items);
    }
  }

  private long loop() {
    // Mostly about where a call is left by the event loop; at times far beyond.
    return random.nextInt(10) == 0 ? 1 + random.nextInt(longestLoop) : 1 + random.nextInt(1500);
  }

  private void addPair(Burst burst, String word) {
    int pair = random.nextInt(PAIRS);
    burst.add(
        reply -> isMoved(reply, word, pair),
        "FCALL",
        "load_pair",
        "2",
        left(pair),
        right(pair),
        word,
        loop());
  }

  static String left(int pair) {
    return "pair:" + pair + ":left";
  }

  static String right(int pair) {
    return "pair:" + pair + ":right";
  }

  /** It only grows, whoever else moves it. */
  private boolean isMoved(Reply reply, String word, int pair) {
    if (reply instanceof Reply.Array array
        && array.items().size() == 2
        && array.items().get(0).equals(Reply.bulk(word))
        && array.items().get(1) instanceof Reply.Int now
        && now.value() > pairs[pair]) {
      pairs[pair] = now.value();
      findings.pairMoved();
      return true;
    }
    return false;
  }

  private static Check is(String word, long number) {
    return reply -> isPair(reply, word, number);
  }

  private static boolean isPair(Reply reply, String word, long number) {
    return reply.equals(Reply.array(List.of(Reply.bulk(word), Reply.of(number))));
  }

  @Override
  public void close(Burst burst) {
    burst.add(
        reply -> reply.equals(counter == 0 ? Reply.NULL : Reply.bulk(Bytes.of(counter))),
        "GET",
        "next:" + client);
  }
}
