package dev.fnstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fnstore.bytes.Bytes;
import dev.fnstore.bytes.QuotedWords;
import dev.fnstore.resp.Reply;
import dev.fnstore.testing.Peer;
import dev.fnstore.testing.RespConnection;
import dev.fnstore.testing.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hits, misses, changes, calls and errors are counted as Valkey 8.1 counts them. */
final class StatisticsPeerTest {
  private static final List<String> COMMANDS =
      List.of(
          "SET s v",
          "SET s v NX",
          "SET s v GET",
          "SET new v GET",
          "GET s",
          "GET nosuch",
          "MGET s nosuch s",
          "GETDEL new",
          "GETDEL new",
          "EXISTS s s nosuch",
          "TYPE s",
          "TYPE nosuch",
          "TTL s",
          "TTL nosuch",
          "STRLEN s",
          "APPEND s x",
          "INCR n",
          "KEYS *",
          "SCAN 0 COUNT 100",
          "RANDOMKEY",
          "DBSIZE",
          "OBJECT REFCOUNT s",
          "OBJECT ENCODING nosuch",
          "MEMORY USAGE s",
          "RENAME s t",
          "DEL t nosuch",
          "HSET h f v g w",
          "HGET h f",
          "HGET nosuch f",
          "HMGET h f nosuch",
          "HGETALL h",
          "HLEN h",
          "HEXISTS h f",
          "HKEYS h",
          "HINCRBY h n 1",
          "RPUSH l a b c",
          "LRANGE l 0 -1",
          "LRANGE nosuch 0 -1",
          "LLEN l",
          "LINDEX l 0",
          "LPOP l",
          "LPOP nosuch",
          "SADD x a b",
          "SISMEMBER x a",
          "SMISMEMBER x a z",
          "SMEMBERS x",
          "SCARD nosuch",
          "ZADD z 1 a 2 b",
          "ZSCORE z a",
          "ZMSCORE z a nosuch",
          "ZRANK z a",
          "ZRANGE z 0 -1",
          "ZRANGE nosuch 0 -1",
          "ZCOUNT z 0 9",
          "ZCARD z",
          "ZPOPMIN z",
          "SORT l",
          "SORT nosuch STORE y",
          "SINTERSTORE y x nosuch",
          "SUNIONSTORE y nosuch nosuch2",
          "ZUNIONSTORE y 2 z nosuch",
          "ZRANGESTORE y nosuch 0 -1",
          "BITOP AND y s nosuch",
          "BLPOP l 0",
          "BLMPOP 0.01 1 nosuch LEFT",
          "BZPOPMIN nosuch 0.01",
          "XREAD BLOCK 1 STREAMS nosuch 0",
          "GET h",
          "LLEN h",
          "NOSUCH",
          "GET",
          "EVAL \"return server.call('GET', 'nosuch')\" 0",
          "EVAL \"return server.pcall('LPUSH', 'h', 'x')\" 0",
          "EVAL \"server.pcall('LPUSH', 'h', 'x') return 1\" 0",
          "EVAL \"return server.call('LPUSH', 'h', 'x')\" 0",
          "EVAL \"return pcall(server.call, 'LPUSH', 'h', 'x')\" 0",
          "EVAL \"error(server.pcall('LPUSH', 'h', 'x'))\" 0",
          "EVAL \"error(server.pcall('LPUSH', 'h', 'x').err)\" 0",
          "EVAL \"server.pcall('NOSUCH') server.pcall('GET') server.pcall('SUBSCRIBE', 'c') return 1\" 0",
          "EVAL \"server.pcall() server.pcall({}) return 1\" 0",
          "EVAL \"return server.pcall()\" 0",
          "EVAL \"return {err='MY ERR', ignore_error_stats_update=true}\" 0",
          "EVAL \"return {err='MY ERR', ignore_error_stats_update=false}\" 0",
          "EVAL \"error({err='MY ERR', ignore_error_stats_update=true})\" 0",
          "EVAL \"local e = server.pcall('GET', 'h') e.ignore_error_stats_update = nil return e\" 0",
          "EVAL \"#!lua flags=no-writes\\n return server.pcall('SET', 's', 'v')\" 0",
          "EXPIRE h 100",
          "PERSIST h",
          "SWAPDB 0 1",
          "SWAPDB 1 0",
          "FCALL nosuch 0");

  @TempDir Path folder;

  @Test
  void shouldCountAsTheReferenceDoes() {
    List<String> differences = new ArrayList<>();
    try (Peer peer = Peer.start(Peer.Kind.VALKEY_8);
        TestServer server = TestServer.start(folder);
        RespConnection theirs = peer.connect();
        RespConnection ours = server.connect()) {
      for (String command : COMMANDS) {
        Object[] words = QuotedWords.split(Bytes.of(command)).orElseThrow().toArray();
        List<String> reference = counted(theirs, words);
        List<String> own = counted(ours, words);
        if (!own.equals(reference)) {
          differences.add(command + ": theirs " + reference + ", ours " + own);
        }
      }
    }
    assertThat(differences).isEmpty();
  }

  /** What one command, after the counts began anew, has made of them. */
  private static List<String> counted(RespConnection connection, Object[] words) {
    connection.call("CONFIG", "RESETSTAT");
    connection.call(words);
    List<String> figures = new ArrayList<>();
    Reply info = connection.call("INFO", "stats", "errorstats", "commandstats");
    ((Reply.Bulk) info)
        .value()
        .toLatin1()
        .lines()
        .filter(
            line ->
                line.startsWith("keyspace_")
                    || line.startsWith("errorstat_")
                    || line.startsWith("total_error_replies")
                    || line.startsWith("total_commands_processed")
                    || (line.startsWith("cmdstat_") && !line.startsWith("cmdstat_config")))
        .map(line -> line.replaceAll("usec=.*?,usec_per_call=.*?,", ""))
        .sorted()
        .forEach(figures::add);
    return figures;
  }
}
