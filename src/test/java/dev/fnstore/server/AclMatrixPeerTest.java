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

/**
 * Users of many kinds × commands of many kinds: whether each may call each is what a real Valkey
 * 8.1 says under the same rules, by ACL DRYRUN, by calling it, from a script and from a function.
 */
final class AclMatrixPeerTest {
  private static final String LIBRARY =
      "#!lua name=matrix\n"
          + "redis.register_function('run', function(keys, args) return redis.pcall(unpack(args)) end)\n"
          + "redis.register_function{function_name='peek', flags={'no-writes'}, callback=function(keys,"
          + " args) return redis.pcall(unpack(args)) end}";

  /** Rules as ACL SETUSER takes them, on top of {@code on nopass}. */
  private static final List<String> USERS =
      List.of(
          "",
          "+@all",
          "+@all ~* &*",
          "+@all ~a*",
          "+@all %R~a* %W~b*",
          "+@all %RW~a* &ch*",
          "+@all -@all +get ~*",
          "+@read ~*",
          "+@write ~* &ch1",
          "+@all -@dangerous ~* &*",
          "+@all -@admin -@scripting ~* &*",
          "+@keyspace +@transaction ~*",
          "+@string +@hash +@list +@set +@sortedset ~[ab]*",
          "+@fast ~* &*",
          "+@slow ~* &*",
          "+@pubsub &ch*",
          "+@connection",
          "+@scripting +@read ~*",
          "+@scripting +@write ~a1",
          "+@blocking +@bitmap +@geo +@stream +@hyperloglog ~*",
          "+function|list +function|stats +fcall ~a*",
          "+function -function|flush +fcall_ro +get %R~*",
          "+@all -function|load -config|set -client|kill -eval ~* &*",
          "+config|get +client|id +acl|whoami +select|0 +select|1 +ping",
          "+select|0 -select +get|x +echo|hello +echo",
          "+@all -get -set +set ~*",
          "-@all +@all -@read +get ~*",
          "+get ~a* (+set ~b*)",
          "+@all ~a* (+@read ~b*) (+@write %W~c* &ch2)",
          "(+@all ~* &*)",
          "+@all (-@all +get %R~a1) ~b* resetkeys ~c1",
          "+mset +mget +rename +del ~a? (+mset +rename %W~*)",
          "+eval +evalsha +fcall +set +get +publish %RW~a* &ch1",
          "+@all ~* &* -multi -exec",
          "allcommands allkeys allchannels nocommands +auth +publish",
          "+subscribe +psubscribe +publish +ssubscribe +spublish &ch1 &ch*");

  private static final List<String> COMMANDS =
      List.of(
          "GET a1",
          "GET b1",
          "GET x",
          "get A1",
          "SET a1 v",
          "SET b1 v GET",
          "SET c1 v NX",
          "GETDEL a1",
          "APPEND a1 v",
          "INCR b1",
          "MGET a1 b1 c1",
          "MGET a1 a2",
          "MSET a1 1 a2 2",
          "MSET a1 1 b1 2 c1 3",
          "DEL a1 b1",
          "UNLINK c1",
          "EXISTS a1 b1",
          "TYPE a1",
          "TTL b1",
          "EXPIRE a1 100",
          "PERSIST c1",
          "RENAME a1 b1",
          "RENAME b1 a1",
          "STRLEN a1",
          "HSET ah f v",
          "HGET bh f",
          "HGETALL ah",
          "HDEL ah f",
          "LPUSH al v",
          "LPOP al",
          "LRANGE bl 0 -1",
          "LTRIM al 0 1",
          "SADD as m",
          "SMEMBERS as",
          "SISMEMBER bs m",
          "ZADD az 1 m",
          "ZADD bz NX 1 m",
          "ZSCORE az m",
          "ZRANGE bz 0 -1",
          "ZPOPMIN az",
          "ZREMRANGEBYRANK bz 0 1",
          "OBJECT ENCODING a1",
          "OBJECT FREQ b1",
          "OBJECT HELP",
          "MEMORY USAGE a1",
          "MEMORY DOCTOR",
          "KEYS x*",
          "SCAN 0 MATCH nothing*",
          "DBSIZE",
          "RANDOMKEY",
          "FLUSHDB",
          "SWAPDB 0 0",
          "SELECT 0",
          "SELECT 1",
          "SELECT",
          "PING",
          "ECHO hello",
          "ECHO other",
          "TIME",
          "LASTSAVE",
          "INFO nosuch",
          "ROLE",
          "WAIT 0 0",
          "COMMAND COUNT",
          "COMMAND GETKEYS GET a1",
          "COMMAND",
          "CONFIG GET maxmemory",
          "CONFIG SET maxmemory 0",
          "CONFIG RESETSTAT",
          "CONFIG NOSUCH",
          "CONFIG",
          "CLIENT ID",
          "CLIENT GETNAME",
          "CLIENT LIST",
          "CLIENT KILL ID 9999999",
          "CLIENT NO-EVICT OFF",
          "ACL WHOAMI",
          "ACL LIST",
          "ACL CAT nosuch",
          "ACL GENPASS 0",
          "SLOWLOG LEN",
          "COMMANDLOG LEN slow",
          "LATENCY RESET",
          "MODULE LIST",
          "DEBUG SLEEP 0",
          "CLUSTER INFO",
          "REPLICAOF NO ONE",
          "PUBLISH ch1 m",
          "PUBLISH other m",
          "SPUBLISH ch2 m",
          "PUBSUB CHANNELS nothing",
          "SUBSCRIBE ch1 ch2",
          "SUBSCRIBE other",
          "PSUBSCRIBE ch*",
          "PSUBSCRIBE ch?",
          "SSUBSCRIBE ch1",
          "UNSUBSCRIBE other",
          "WATCH a1 b1",
          "UNWATCH",
          "MULTI",
          "EXEC",
          "DISCARD",
          "EVAL \"return 1\" 0",
          "EVAL \"return 1\" 1 a1",
          "EVAL \"return 1\" 2 a1 b1",
          "EVAL \"return 1\" 9 a1",
          "EVAL_RO \"return 1\" 1 b1",
          "EVALSHA 0000000000000000000000000000000000000000 1 a1",
          "SCRIPT EXISTS x",
          "SCRIPT FLUSH",
          "FCALL nosuch 1 a1",
          "FCALL run 0 PING",
          "FCALL run 1 b1 GET b1",
          "FCALL run 1 c1 SET c1 v",
          "FCALL peek 1 a1 GET a1",
          "FCALL_RO nosuch 1 b1",
          "FCALL_RO peek 2 a1 b1 MGET a1 b1",
          "FUNCTION LIST LIBRARYNAME nosuch",
          "FUNCTION STATS",
          "FUNCTION DELETE nosuch",
          "FUNCTION LOAD x",
          "FUNCTION FLUSH x",
          "FUNCTION RESTORE x",
          "FUNCTION KILL",
          "FUNCTION HELP",
          "FUNCTION NOSUCH",
          "FUNCTION",
          "AUTH nobody x",
          "HELLO 2 NOSUCH",
          "NOSUCH",
          "GET",
          "GET a b");

  /** What tells of the connection or of the server: denied or not is all that is compared. */
  private static final List<String> OWN =
      List.of(
          "HELP",
          "COMMAND",
          "ROLE",
          "TIME",
          "LASTSAVE",
          "CLIENT LIST",
          "CLIENT ID",
          "MEMORY",
          "ACL LIST",
          "FUNCTION LOAD x",
          "RANDOMKEY",
          "OBJECT",
          "CLUSTER",
          "LATENCY",
          "INFO",
          "FUNCTION STATS",
          "DEBUG",
          "SCRIPT",
          "MODULE",
          "SLOWLOG");

  @TempDir Path folder;

  @Test
  void shouldAllowAndDenyWhatValkeyAllowsAndDenies() {
    List<String> differences = new ArrayList<>();
    int compared = 0;
    int denied = 0;
    try (TestServer server = TestServer.start(folder);
        Peer peer = Peer.start(Peer.Kind.VALKEY_8);
        RespConnection ours = server.connect();
        RespConnection theirs = peer.connect()) {
      for (String user : USERS) {
        List<String> theirAnswers = answers(theirs, peer, user);
        List<String> ourAnswers = answers(ours, server, user);
        for (int i = 0; i < ourAnswers.size(); i++) {
          compared++;
          String their = theirAnswers.get(i);
          denied += their.contains("no permissions") || their.contains("No permissions") ? 1 : 0;
          if (!ourAnswers.get(i).equals(their)) {
            differences.add(
                "[" + user + "]\n  valkey: " + their + "\n  ours:   " + ourAnswers.get(i));
          }
        }
      }
    }
    assertThat(differences).isEmpty();
    assertThat(compared).isGreaterThan(USERS.size() * COMMANDS.size() * 4);
    assertThat(denied).isBetween(compared / 4, compared * 3 / 4);
  }

  private static List<String> answers(RespConnection admin, Peer peer, String user) {
    return answers(admin, peer.connect(), user);
  }

  private static List<String> answers(RespConnection admin, TestServer server, String user) {
    return answers(admin, server.connect(), user);
  }

  /** What the user is told, beginning with the same keys for each. */
  private static List<String> answers(RespConnection admin, RespConnection client, String user) {
    List<String> answers = new ArrayList<>();
    admin.call("FLUSHALL");
    admin.call("CONFIG", "SET", "acllog-max-len", "1000");
    admin.call("FUNCTION", "LOAD", "REPLACE", LIBRARY);
    admin.call("ACL", "SETUSER", "mat", "reset", "on", "nopass");
    for (Bytes rule : words(user)) {
      answers.add("SETUSER " + rule + ": " + admin.call("ACL", "SETUSER", "mat", rule));
    }
    answers.add("GETUSER: " + admin.call("ACL", "GETUSER", "mat"));
    admin.call("ACL", "LOG", "RESET");
    try (client) {
      client.call("AUTH", "mat", "any");
      for (String command : COMMANDS) {
        answers.add("DRYRUN " + command + ": " + call(admin, "ACL DRYRUN mat " + command));
        answers.add(command + ": " + shown(command, call(client, command)));
        if (command.equals("MULTI") || command.equals("EXEC")) {
          client.call("DISCARD");
        } else if (command.contains("SUBSCRIBE")) {
          leave(client);
        } else {
          String inScript = "EVAL \"return redis.pcall(unpack(ARGV))\" 0 " + command;
          answers.add(inScript + ": " + shown(command, call(client, inScript)));
          String asked = "EVAL \"return redis.acl_check_cmd(unpack(ARGV))\" 0 " + command;
          answers.add(asked + ": " + call(client, asked));
          String inFunction = "FCALL run 0 " + command;
          answers.add(inFunction + ": " + shown(command, call(client, inFunction)));
        }
      }
    }
    answers.add("LOG: " + logged(admin.call("ACL", "LOG", "1000")));
    return answers;
  }

  /** Ends what a SUBSCRIBE may have begun, by a command that anybody may call. */
  private static void leave(RespConnection client) {
    client.send("RESET");
    client.send("AUTH", "mat", "any");
    client.flush();
    while (!client.read().equals(Reply.simple("RESET"))) {
      // confirmations of more channels
    }
    client.read();
  }

  private static Reply call(RespConnection connection, String line) {
    return connection.call(words(line).toArray());
  }

  private static List<Bytes> words(String line) {
    return QuotedWords.split(Bytes.of(line)).orElseThrow();
  }

  private static String shown(String command, Reply reply) {
    boolean isDenied = reply.toString().contains("permissions");
    boolean isOwn = OWN.stream().anyMatch(command::startsWith) || command.endsWith("HELP");
    return isOwn && !isDenied ? "allowed" : reply.toString();
  }

  /** Reason, context, object, user and count of each entry. */
  private static List<List<Reply>> logged(Reply log) {
    List<List<Reply>> entries = new ArrayList<>();
    for (Reply entry : ((Reply.Array) log).items()) {
      List<Reply> fields = ((Reply.Array) entry).items();
      entries.add(
          List.of(fields.get(1), fields.get(3), fields.get(5), fields.get(7), fields.get(9)));
    }
    return entries;
  }
}
