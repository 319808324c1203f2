package dev.fnstore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.resp.Reply;
import java.util.Random;

/**
 * Accounts in the keyspace of a server, and a function that moves money between them, notes each
 * transfer in a list and counts those of each client: a transfer that is there in part shows.
 */
public final class Bank {
  private static final int ACCOUNTS = 20;
  private static final long MONEY = 1_000_000;

  private static final String LIBRARY =
      """
      #!lua name=bank
      server.register_function('transfer', function(keys, args)
        local amount = tonumber(args[1])
        server.call('HINCRBY', 'money', keys[1], -amount)
        server.call('INCRBY', keys[1], -amount)
        server.call('INCRBY', keys[2], amount)
        server.call('HINCRBY', 'money', keys[2], amount)
        server.call('RPUSH', keys[3], args[2])
        return server.call('INCR', keys[4])
      end)
      """;

  private Bank() {}

  /** Gives each account its money, in one command, after which all of it is on disk. */
  public static void open(RespConnection connection) {
    connection.call("FUNCTION", "LOAD", LIBRARY);
    Object[] words = new Object[1 + 2 * ACCOUNTS];
    words[0] = "MSET";
    for (int i = 0; i < ACCOUNTS; i++) {
      words[1 + 2 * i] = "account:" + i;
      words[2 + 2 * i] = MONEY;
    }
    connection.call(words);
    assertThat(connection.call("SAVE")).isEqualTo(Reply.OK);
  }

  /** Whether it was opened. */
  public static boolean isOpen(RespConnection connection) {
    return connection.call("EXISTS", "account:0").equals(Reply.of(1));
  }

  /**
   * A transfer of anything between any accounts. It is answered with how many the client has made.
   *
   * @param number of the client's transfers, with this one
   */
  static Object[] transfer(Random random, String client, long number) {
    return new Object[] {
      "FCALL",
      "transfer",
      4,
      "account:" + random.nextInt(ACCOUNTS),
      "account:" + random.nextInt(ACCOUNTS),
      "log",
      "count:" + client,
      random.nextInt(100),
      client + " " + number
    };
  }

  /** That the money is all there, and each account has what it was given. */
  public static void check(String where, RespConnection connection) {
    long sum = 0;
    for (int i = 0; i < ACCOUNTS; i++) {
      long money = number(connection.call("GET", "account:" + i));
      assertThat(number(connection.call("HGET", "money", "account:" + i)))
          .as(where + ": what account %d was given", i)
          .isEqualTo(money - MONEY);
      sum += money;
    }
    assertThat(sum).as(where + ": the money").isEqualTo(ACCOUNTS * MONEY);
  }

  /** How many transfers of a client are there. */
  public static long count(RespConnection connection, String client) {
    return number(connection.call("GET", "count:" + client));
  }

  private static long number(Reply reply) {
    return reply.equals(Reply.NULL) ? 0 : Long.parseLong(((Reply.Bulk) reply).value().toText());
  }
}
